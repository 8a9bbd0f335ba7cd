using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>A service: an address, a port and a protocol. IPv4 addresses are mapped ones.</summary>
public readonly struct VipKey(Ipv6Address address, ushort port, ushort protocol)
{
    public readonly Ipv6Address Address = address;

    /// <summary>0: the address itself, which answers echo requests.</summary>
    public readonly ushort Port = port;
    public readonly ushort Protocol = protocol;
}
