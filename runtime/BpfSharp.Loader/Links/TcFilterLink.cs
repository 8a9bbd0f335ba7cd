using BpfSharp.Loader.Netlink;

namespace BpfSharp.Loader;

/// <summary>A filter on a qdisc, a class or a block. It outlives a process that is killed.</summary>
public sealed class TcFilterLink : BpfLink
{
    private readonly FilterAttachment _attachment;

    internal TcFilterLink(FilterAttachment attachment, string place, int interfaceIndex, string programName, uint programId)
        : base(place, interfaceIndex, programName, programId) => _attachment = attachment;

    /// <summary>The filter's priority.</summary>
    public ushort Priority => _attachment.Priority;

    /// <summary>The filter's handle.</summary>
    public uint Handle => _attachment.Handle;

    /// <summary>Puts another program in this one's place in one step: every packet sees one of the two. The link then belongs to the other program's object.</summary>
    /// <exception cref="BpfException">The kernel refused, or the filter is no longer this link's; what is there stays.</exception>
    public void Replace(LoadedTcProgram program) => ReplaceBy(program, (successor, id) => _attachment.Replace(successor, id, null, InterfaceName));

    private protected override void Detach() => _attachment.Detach();
}
