using BpfSharp.Protocols;

namespace ContainerPolicy;

/// <summary>What the headers of a packet say.</summary>
public struct PacketFacts
{
    public FlowKey Flow;
    public FragmentKey Fragment;

    /// <summary>Whether more fragments of the packet follow: they are to share its fate.</summary>
    public bool IsFirstFragment;
    public bool IsV6;
    public TcpFlags TcpFlags;
}
