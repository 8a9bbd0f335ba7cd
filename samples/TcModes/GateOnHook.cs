using System;
using System.Linq;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Samples;

namespace TcModes;

/// <summary>The gate on the receiver's interface: attached, replaced by its other version, queried.</summary>
internal sealed class GateOnHook : IDisposable
{
    private static readonly TimeSpan s_gap = TimeSpan.FromMilliseconds(5);

    private readonly GateObject _gate;
    private readonly LabNamespace _place;
    private readonly string _device;
    private readonly TcHook _hook;
    private readonly string? _sabotage;
    private TcLink? _link;

    public GateOnHook(GateObject gate, LabNamespace place, string device, TcHook hook, string? sabotage)
    {
        (_gate, _place, _device, _hook, _sabotage) = (gate, place, device, hook, sabotage);
        Version = 1;
        Attach();
    }

    /// <summary>Which of the two is there: 1 or 2.</summary>
    public byte Version { get; private set; }

    private LoadedTcProgram Program => Version == 1 ? _gate.First : _gate.Second;

    /// <summary>Where it is and who is around, as the loader says.</summary>
    public string Description => _link is null
        ? "nothing attached"
        : $"{_link.ProgramName} (id {_link.ProgramId}) by {_link.Hook}"
            + (_link.Hook == TcHook.Clsact ? $", priority {_link.Priority}, handle 0x{_link.Handle:x}" : $", link {_link.LinkId}")
            + $"; a verdict other than Next bypasses {string.Join(", ", _link.Bypassed.Select(static p => p.Name))}";

    /// <summary>Puts the other version in its place in one step.</summary>
    public void Swap()
    {
        Version = (byte)(3 - Version);
        if (_link is null)
            return;
        if (_sabotage == Sabotage.Gap)
        {
            _link.Dispose();
            Thread.Sleep(s_gap);
            Attach();
        }
        else
        {
            _link.Replace(Program);
        }
    }

    /// <summary>What the kernel lists on the hook that does not fit; null: all does.</summary>
    public string? Misfit()
    {
        TcHookState state = _place.Run(() => BpfHooks.QueryTc(_device, TcDirection.Ingress));
        string listed = string.Join(", ", state.Programs.Select(static p => $"{p.Hook} {p.Name} (id {p.ProgramId})"));
        if (state.Programs is not [TcProgramOnHook first, TcProgramOnHook last])
            return $"the hook has {listed} instead of ours and the foreign filter";
        if (first.Hook != _hook || first.ProgramId != _link?.ProgramId)
            return $"ours is not the first on the hook: {listed}";
        return last.Priority == ForeignFilter.Priority ? null : $"the foreign filter is not the last on the hook: {listed}";
    }

    public void Dispose() => _link?.Dispose();

    private void Attach()
    {
        if (_sabotage == Sabotage.Detached)
            return;
        var options = new TcAttachOptions { Hook = _hook };
        _link = _place.Run(() => Program.Attach(_device, TcDirection.Ingress, options));
    }
}
