using System;

namespace BpfSharp;

/// <summary>How a packet is sent through a tunnel, for <see cref="TcContext.SetTunnelKey"/>.</summary>
[Flags]
public enum TunnelSendFlags
{
    /// <summary>An IPv4 tunnel.</summary>
    None = 0,

    /// <summary>An IPv6 tunnel (<c>BPF_F_TUNINFO_IPV6</c>).</summary>
    Ipv6 = 1,

    /// <summary>No UDP checksum outside (<c>BPF_F_ZERO_CSUM_TX</c>).</summary>
    NoChecksum = 2,

    /// <summary>Outer packets may not be fragmented (<c>BPF_F_DONT_FRAGMENT</c>).</summary>
    DontFragment = 4,

    /// <summary>Outer headers count packets (<c>BPF_F_SEQ_NUMBER</c>, Linux 4.18).</summary>
    SequenceNumber = 8,

    /// <summary>Outer headers carry no key (<c>BPF_F_NO_TUNNEL_KEY</c>, Linux 6.3).</summary>
    NoKey = 16,
}
