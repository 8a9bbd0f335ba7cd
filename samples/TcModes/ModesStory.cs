using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Samples;
using Spectre.Console;
using Spectre.Console.Rendering;
using TcModes.Traffic;

namespace TcModes;

/// <summary>The same program by clsact and by TCX: attached, replaced under traffic, queried, taken off, beside a filter that is not ours.</summary>
internal sealed class ModesStory
{
    private const string Device = "rcv0";
    private const int ProbesOfAPhase = 50;
    private const int Replacements = 201;
    private const int ProbesWhileReplaced = 1_500;

    private static readonly IPAddress s_sender = IPAddress.Parse("10.78.0.1");
    private static readonly IPAddress s_receiver = IPAddress.Parse("10.78.0.2");

    private readonly SampleRun _run;
    private readonly LabNamespace _receiver;
    private readonly ProbeTraffic _traffic;
    private readonly GateObject _gate;

    private ModesStory(SampleRun run, LabNamespace receiver, ProbeTraffic traffic, GateObject gate) =>
        (_run, _receiver, _traffic, _gate) = (run, receiver, traffic, gate);

    public static void Tell(SampleRun run)
    {
        using var lab = new LabNetwork();
        LabNamespace sender = lab.AddNamespace("sender");
        LabNamespace receiver = lab.AddNamespace("receiver");
        lab.Join(sender, "snd0", $"{s_sender}/24", receiver, Device, $"{s_receiver}/24");
        ForeignFilter.Add(receiver, Device);
        run.View.Say($"kernel: the foreign filter is on {Device}, put there by tc with priority {ForeignFilter.Priority}");

        using GateObject gate = GateLoader.Load();
        using var traffic = new ProbeTraffic(sender, receiver, s_sender, s_receiver);
        var story = new ModesStory(run, receiver, traffic, gate);
        foreach (TcHook hook in story.Hooks())
            story.Visit(hook);
        traffic.WriteFates(run.Fates);
    }

    private IEnumerable<TcHook> Hooks()
    {
        yield return TcHook.Clsact;
        if (_receiver.Run(static () => BpfHooks.QueryTc(Device, TcDirection.Ingress)).HasTcx)
            yield return TcHook.Tcx;
        else
            _run.View.Say("this kernel has no TCX (Linux 6.6): clsact only");
    }

    private void Visit(TcHook hook)
    {
        Phase($"{hook}, before", gateStamps: [0], closedArrives: true);
        using (var gate = new GateOnHook(_gate, _receiver, Device, hook, _run.Sabotage))
        {
            _run.View.Say($"attached: {gate.Description}");
            CheckHook(gate);
            Phase($"{hook}, version 1", [1], closedArrives: false);
            ReplaceUnderTraffic(hook, gate);
            CheckHook(gate);
            Phase($"{hook}, version {gate.Version}", [gate.Version], closedArrives: false);
        }

        _run.View.Say($"{hook}: taken off");
        if (!ForeignFilter.IsThere(_receiver, Device))
            _run.Fates.Problem($"the foreign filter is gone after ours was taken off {hook}");
        Phase($"{hook}, after", [0], closedArrives: true);
    }

    private void Phase(string name, byte[] gateStamps, bool closedArrives)
    {
        ProbeFate open = new($"{name}: open port", ProbePacket.OpenPort, gateStamps);
        ProbeFate closed = new($"{name}: closed port", ProbePacket.ClosedPort, closedArrives ? [0] : []);
        for (int i = 0; i < ProbesOfAPhase; i++)
        {
            _traffic.Send(open, closed);
            _run.View.Update(Picture);
            _run.Pause(TimeSpan.FromMilliseconds(10));
        }

        _traffic.Settle();
    }

    // The two versions take turns while probes come without a pause: each must meet one of the two.
    private void ReplaceUnderTraffic(TcHook hook, GateOnHook gate)
    {
        ProbeFate open = new($"{hook}, while replaced: open port", ProbePacket.OpenPort, [1, 2]);
        ProbeFate closed = new($"{hook}, while replaced: closed port", ProbePacket.ClosedPort, []);
        using var done = new CancellationTokenSource();
        var sender = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
                _traffic.Send(open, closed, closed);
        })
        { Name = "traffic" };
        int before = _traffic.Sent;
        int replaced = 0;
        sender.Start();
        try
        {
            // An odd number of times, so that it is the other version in the end.
            for (int i = 0; i < Replacements || _traffic.Sent - before < ProbesWhileReplaced || i % 2 == 0; i++)
            {
                gate.Swap();
                replaced++;
                _run.View.Update(Picture);
                _run.Pause(TimeSpan.FromMilliseconds(10));
            }
        }
        finally
        {
            done.Cancel();
            sender.Join();
        }

        _traffic.Settle();
        _run.View.Say($"{hook}: replaced {replaced} times while {_traffic.Sent - before} packets came");
    }

    private void CheckHook(GateOnHook gate)
    {
        if (gate.Misfit() is { } misfit)
            _run.Fates.Problem(misfit);
    }

    private IRenderable Picture()
    {
        var table = new Table().Title($"{_traffic.Sent} packets sent, {_traffic.Arrived} arrived");
        table.AddColumns("version", "stamped", "refused");
        for (uint version = 1; version <= 2; version++)
            table.AddRow($"{version}", $"{Sum(_gate.Stamped[version])}", $"{Sum(_gate.Refused[version])}");
        return table;
    }

    private static ulong Sum(IEnumerable<ulong> perCpu) => perCpu.Aggregate(0UL, static (sum, value) => sum + value);
}
