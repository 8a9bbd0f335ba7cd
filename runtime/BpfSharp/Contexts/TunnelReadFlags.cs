using System;

namespace BpfSharp;

/// <summary>What <see cref="TcContext.TryGetTunnelKey"/> asks for.</summary>
[Flags]
public enum TunnelReadFlags
{
    /// <summary>An IPv4 tunnel.</summary>
    None = 0,

    /// <summary>An IPv6 tunnel (<c>BPF_F_TUNINFO_IPV6</c>).</summary>
    Ipv6 = 1,

    /// <summary>The tunnel's flags too (<c>BPF_F_TUNINFO_FLAGS</c>, Linux 6.0).</summary>
    Flags = 16,
}
