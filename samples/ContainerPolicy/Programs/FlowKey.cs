using BpfSharp.Protocols;

namespace ContainerPolicy;

/// <summary>A flow as the container sees it, the same for both directions. IPv4 addresses are mapped ones (::ffff:a.b.c.d).</summary>
public struct FlowKey
{
    public Ipv6Address Container;
    public Ipv6Address Peer;

    /// <summary>A port, or the identifier of echo messages.</summary>
    public ushort ContainerPort;
    public ushort PeerPort;
    public uint Protocol;
}
