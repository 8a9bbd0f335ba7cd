using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Protocols;

/// <summary>What an IP packet carries, and IPv6 extension headers (IANA "Protocol Numbers", <c>linux/in.h</c>).</summary>
[SuppressMessage("Design", "CA1028", Justification = "The field has 8 bits.")]
public enum IpProtocol : byte
{
    /// <summary>IPv6 extension: options for every router.</summary>
    HopByHop = 0,

    /// <summary>ICMP.</summary>
    Icmp = 1,

    /// <summary>IGMP.</summary>
    Igmp = 2,

    /// <summary>An IPv4 packet (IP in IP).</summary>
    Ipv4 = 4,

    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,

    /// <summary>DCCP.</summary>
    Dccp = 33,

    /// <summary>An IPv6 packet.</summary>
    Ipv6 = 41,

    /// <summary>IPv6 extension: routing.</summary>
    Routing = 43,

    /// <summary>IPv6 extension: fragment.</summary>
    Fragment = 44,

    /// <summary>GRE.</summary>
    Gre = 47,

    /// <summary>IPsec, encrypted payload.</summary>
    Esp = 50,

    /// <summary>IPsec, authentication header.</summary>
    Ah = 51,

    /// <summary>ICMPv6.</summary>
    Icmpv6 = 58,

    /// <summary>IPv6: nothing follows.</summary>
    NoNext = 59,

    /// <summary>IPv6 extension: options for the receiver.</summary>
    DestinationOptions = 60,

    /// <summary>OSPF.</summary>
    Ospf = 89,

    /// <summary>VRRP.</summary>
    Vrrp = 112,

    /// <summary>SCTP.</summary>
    Sctp = 132,

    /// <summary>UDP-Lite.</summary>
    UdpLite = 136,

    /// <summary>MPLS.</summary>
    Mpls = 137,

    /// <summary>Reserved.</summary>
    Raw = 255,
}
