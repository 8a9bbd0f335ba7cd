using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>Where packets for a backend go.</summary>
public struct Backend
{
    /// <summary>The outer destination; an IPv4 address is a mapped one, and means IPIP.</summary>
    public Ipv6Address Address;

    /// <summary>Another one each time that the place in the map is given to a backend: flows of the one before don't go to it.</summary>
    public uint Generation;

    /// <summary>Not 0: it takes packets. Flows of a backend that does not choose anew.</summary>
    public uint Usable;
}
