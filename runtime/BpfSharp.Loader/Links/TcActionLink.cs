using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>A program as the action of a filter that matches all packets. It outlives a process that is killed.</summary>
public sealed class TcActionLink : BpfLink
{
    private readonly FilterAttachment _attachment;

    internal TcActionLink(FilterAttachment attachment, string place, int interfaceIndex, string programName, uint programId)
        : base(place, interfaceIndex, programName, programId) => _attachment = attachment;

    /// <summary>The filter's priority.</summary>
    public ushort Priority => _attachment.Priority;

    /// <summary>The filter's handle.</summary>
    public uint Handle => _attachment.Handle;

    private protected override void Detach() => _attachment.Detach();
}
