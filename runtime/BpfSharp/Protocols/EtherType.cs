using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Protocols;

/// <summary>What an Ethernet frame carries (IANA "IEEE 802 numbers", <c>linux/if_ether.h</c>). The number is in host byte order.</summary>
[SuppressMessage("Design", "CA1028", Justification = "The field has 16 bits.")]
public enum EtherType : ushort
{
    /// <summary>No type: an 802.3 length field of 0.</summary>
    None = 0,

    /// <summary>IPv4.</summary>
    IPv4 = 0x0800,

    /// <summary>Address resolution.</summary>
    Arp = 0x0806,

    /// <summary>A VLAN tag (802.1Q).</summary>
    Vlan = 0x8100,

    /// <summary>IPv6.</summary>
    IPv6 = 0x86dd,

    /// <summary>MPLS.</summary>
    Mpls = 0x8847,

    /// <summary>PPP over Ethernet, session stage.</summary>
    PppoeSession = 0x8864,

    /// <summary>A provider's VLAN tag (802.1ad, "QinQ").</summary>
    ProviderVlan = 0x88a8,

    /// <summary>Link layer discovery.</summary>
    Lldp = 0x88cc,

    /// <summary>MACsec.</summary>
    MacSec = 0x88e5,

    /// <summary>Precision time protocol.</summary>
    Ptp = 0x88f7,
}
