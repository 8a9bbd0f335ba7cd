using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp;

/// <summary>A tunnel as devices in collect-metadata mode know it (<c>struct bpf_tunnel_key</c>): where a packet came from, or where it is to go.</summary>
[StructLayout(LayoutKind.Explicit, Size = ByteCount)]
[BpfFunction]
public struct TunnelKey
{
    internal const int ByteCount = 44;

    /// <summary>The tunnel's number, such as a VXLAN network identifier or a GRE key.</summary>
    [FieldOffset(0)]
    public uint Id;

    /// <summary>The other end of an IPv6 tunnel.</summary>
    [FieldOffset(4)]
    public Ipv6Address RemoteIpv6;

    /// <summary>Type of service, or traffic class, of the outer header.</summary>
    [FieldOffset(20)]
    public byte TypeOfService;

    /// <summary>Time to live, or hop limit, of the outer header.</summary>
    [FieldOffset(21)]
    public byte TimeToLive;

    /// <summary>Of a received packet, with <see cref="TunnelReadFlags.Flags"/>: the tunnel's flags (<c>TUNNEL_*</c> of <c>linux/if_tunnel.h</c>). 0 for one that is sent.</summary>
    [FieldOffset(22)]
    public BigEndianUInt16 Flags;

    /// <summary>Flow label of an IPv6 tunnel; 0 for IPv4.</summary>
    [FieldOffset(24)]
    public uint FlowLabel;

    /// <summary>This end of an IPv6 tunnel.</summary>
    [FieldOffset(28)]
    public Ipv6Address LocalIpv6;

    // The kernel has IPv4 addresses in host byte order here.
    [FieldOffset(4)]
    private uint _remoteIpv4;

    [FieldOffset(28)]
    private uint _localIpv4;

    /// <summary>The other end of an IPv4 tunnel.</summary>
    public Ipv4Address RemoteIpv4
    {
        readonly get => Ipv4Address.FromHostOrder(_remoteIpv4);
        set => _remoteIpv4 = value.HostOrder;
    }

    /// <summary>This end of an IPv4 tunnel.</summary>
    public Ipv4Address LocalIpv4
    {
        readonly get => Ipv4Address.FromHostOrder(_localIpv4);
        set => _localIpv4 = value.HostOrder;
    }
}
