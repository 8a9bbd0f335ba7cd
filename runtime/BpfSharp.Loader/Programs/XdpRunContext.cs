namespace BpfSharp.Loader;

/// <summary>What an XDP program sees besides the packet in a test run; all can be left as it is.</summary>
public sealed record XdpRunContext
{
    /// <summary>Index of the interface that the packet has come in by, in the calling thread's network namespace; 0: the loopback interface's.</summary>
    public int IngressInterface { get; init; }

    /// <summary>The interface's receive queue; needs <see cref="IngressInterface"/>.</summary>
    public uint ReceiveQueue { get; init; }

    /// <summary>How many of the packet's first bytes are metadata before the packet (a multiple of 4, at most 32).</summary>
    public int MetadataLength { get; init; }
}
