namespace BpfSharp.Simulation.Kernel;

/// <summary>The tunnel beside a packet (<c>struct ip_tunnel_info</c>): that it came through, or is to go through.</summary>
internal sealed class SkbTunnel
{
    private SkbTunnel(TunnelKey key, bool isIpv6)
    {
        Key = key;
        IsIpv6 = isIpv6;
    }

    /// <summary>As a program reads it: remote is the outer source address.</summary>
    public TunnelKey Key { get; }

    public bool IsIpv6 { get; }

    /// <summary>As the program set it; null for a received packet's.</summary>
    public TunnelKey? Sent { get; private init; }

    public byte[]? Options { get; set; }

    public static SkbTunnel Received(TunnelKey key, bool isIpv6, byte[] options) => new(key, isIpv6) { Options = options.Length == 0 ? null : options };

    public static SkbTunnel ToSend(TunnelKey sent, TunnelKey asRead, bool isIpv6) => new(asRead, isIpv6) { Sent = sent };
}
