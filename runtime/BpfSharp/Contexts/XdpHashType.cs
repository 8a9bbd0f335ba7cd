using System;

namespace BpfSharp;

/// <summary>What a receive hash was computed of (<c>enum xdp_rss_hash_type</c>).</summary>
[Flags]
public enum XdpHashType
{
    /// <summary>Nothing that the driver tells.</summary>
    None = 0,

    /// <summary>IPv4 addresses.</summary>
    IPv4 = 1 << 0,

    /// <summary>IPv6 addresses.</summary>
    IPv6 = 1 << 1,

    /// <summary>There are options or extension headers.</summary>
    Extended = 1 << 2,

    /// <summary>Ports.</summary>
    Transport = 1 << 3,

    /// <summary>TCP.</summary>
    Tcp = 1 << 4,

    /// <summary>UDP.</summary>
    Udp = 1 << 5,

    /// <summary>SCTP.</summary>
    Sctp = 1 << 6,

    /// <summary>IPsec.</summary>
    IPsec = 1 << 7,

    /// <summary>ICMP.</summary>
    Icmp = 1 << 8,
}
