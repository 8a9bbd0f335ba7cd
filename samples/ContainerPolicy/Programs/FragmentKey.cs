using BpfSharp.Protocols;

namespace ContainerPolicy;

/// <summary>The fragments of one packet (RFC 791, RFC 8200 4.5).</summary>
public struct FragmentKey
{
    public Ipv6Address Source;
    public Ipv6Address Destination;
    public uint Identification;
    public uint Protocol;
}
