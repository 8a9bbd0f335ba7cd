using System.Collections.Generic;
using BpfSharp.Loader.Netlink;

namespace BpfSharp.Loader;

/// <summary>A tc program on an interface.</summary>
public sealed class TcLink : BpfLink
{
    private readonly ITcAttachment _attachment;

    internal TcLink(ITcAttachment attachment, NetworkInterface device, TcDirection direction, string programName, uint programId, TcNeighbors neighbors)
        : base(device.Name, device.Index, programName, programId)
    {
        _attachment = attachment;
        Direction = direction;
        RunsBefore = neighbors.Earlier;
        Bypassed = neighbors.Later;
    }

    /// <summary>The side of the interface.</summary>
    public TcDirection Direction { get; }

    /// <summary><see cref="TcHook.Tcx"/> or <see cref="TcHook.Clsact"/>.</summary>
    public TcHook Hook => _attachment.Hook;

    /// <summary>The filter's priority on clsact; 0 on TCX.</summary>
    public ushort Priority => _attachment.Priority;

    /// <summary>The filter's handle on clsact; 0 on TCX.</summary>
    public uint Handle => _attachment.Handle;

    /// <summary>The kernel's id of the link on TCX; 0 on clsact.</summary>
    public uint LinkId => _attachment.LinkId;

    /// <summary>Programs that were on this side at the time of attaching and run before this one: they can keep packets from it.</summary>
    public IReadOnlyList<TcProgramOnHook> RunsBefore { get; }

    /// <summary>Programs that were on this side at the time of attaching and run after this one, where it returns <c>Next</c>; any other verdict bypasses them.</summary>
    public IReadOnlyList<TcProgramOnHook> Bypassed { get; }

    /// <summary>Puts another program in this one's place in one step: every packet sees one of the two. The link then belongs to the other program's object.</summary>
    /// <exception cref="BpfException">The kernel refused, or the filter is no longer this link's; what is there stays.</exception>
    public void Replace(LoadedTcProgram program) => ReplaceBy(program, (successor, id) => _attachment.Replace(successor, id, null, InterfaceName));

    /// <summary>As <see cref="Replace(LoadedTcProgram)"/>, but only if that program is still the one in the link; on TCX the kernel compares it in the same step.</summary>
    /// <param name="program">The program to put in.</param>
    /// <param name="expected">The program that has to be there.</param>
    /// <exception cref="BpfException">Another program is there, or the kernel refused; what is there stays.</exception>
    public void Replace(LoadedTcProgram program, LoadedTcProgram expected)
    {
        System.ArgumentNullException.ThrowIfNull(expected);
        ReplaceBy(program, (successor, id) => _attachment.Replace(successor, id, expected.Program, InterfaceName));
    }

    private protected override Syscalls.FileDescriptor? LinkDescriptor => (_attachment as TcxAttachment)?.Descriptor;

    private protected override void Detach() => _attachment.Detach();
}
