using System;
using System.Runtime.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Effects;

/// <summary>Programs whose helpers have an effect outside: on the wire, on a socket, on another interface.</summary>
public static partial class EffectPrograms
{
    public const ushort OldPort = 7777;
    public const ushort Tag = 0x604d; // priority 3, VLAN 77
    public const uint TunnelId = 42;

    private static uint s_ifIndex;
    private static uint s_newAddress;
    private static ushort s_newPort;
    private static ulong s_count;
    private static ulong s_seen;
    private static ulong s_stamp;

    [TcProgram]
    public static TcAction PushTag(TcContext ctx) => ctx.PushVlan(EtherType.Vlan, Tag) ? TcAction.Next : TcAction.Shot;

    [TcProgram]
    public static TcAction PopTag(TcContext ctx)
    {
        if (!ctx.HasVlanTag)
            return TcAction.Next;
        s_count++;
        s_seen = ctx.VlanTag;
        return ctx.PopVlan() ? TcAction.Next : TcAction.Shot;
    }

    [TcProgram]
    public static TcAction ToPeer(TcContext ctx) => ctx.RedirectToPeer(s_ifIndex);

    [TcProgram]
    public static TcAction ToNeighbor(TcContext ctx) => ctx.RedirectToNeighbor(s_ifIndex);

    [TcProgram]
    public static TcAction ToNextHop(TcContext ctx) => ctx.RedirectToNeighbor(s_ifIndex, new RedirectNextHop(Ipv4Address.FromHostOrder(s_newAddress)));

    [TcProgram]
    public static TcAction Copy(TcContext ctx)
    {
        if (ctx.SendClone(s_ifIndex))
            s_count++;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Adopt(TcContext ctx) => ctx.ChangeType(PacketType.Host) ? TcAction.Next : TcAction.Shot;

    [TcProgram]
    public static TcAction Delay(TcContext ctx)
    {
        s_stamp = Bpf.KtimeNs() + 1_000_000;
        return ctx.SetTimestamp(s_stamp, TimestampClock.Monotonic) ? TcAction.Next : TcAction.Shot;
    }

    [TcProgram]
    public static TcAction SeeDelay(TcContext ctx)
    {
        if (ctx.TimestampClock == TimestampClock.Monotonic && ctx.Timestamp == s_stamp)
            s_count++;
        return TcAction.Next;
    }

    [TcProgram]
    public static TcAction IntoTunnel(TcContext ctx)
    {
        var key = new TunnelKey { Id = TunnelId, TimeToLive = 64, RemoteIpv4 = Ipv4Address.FromHostOrder(s_newAddress) };
        return ctx.SetTunnelKey(in key, TunnelSendFlags.NoChecksum) ? TcAction.Next : TcAction.Shot;
    }

    [TcProgram]
    public static TcAction OutOfTunnel(TcContext ctx)
    {
        if (!ctx.TryGetTunnelKey(out TunnelKey key))
            return TcAction.Shot;
        if (key.Id == TunnelId && key.RemoteIpv4 == Ipv4Address.FromHostOrder(s_newAddress))
            s_count++;
        return TcAction.Next;
    }

    /// <summary>Sends UDP for another address and port to where a socket waits, with both checksums kept right.</summary>
    [TcProgram]
    public static TcAction Translate(TcContext ctx)
    {
        const int Address = EthernetHeader.Size + 16, Udp = EthernetHeader.Size + Ipv4Header.Size, Port = Udp + 2;
        if (ctx.Protocol != EtherType.IPv4 || !ctx.TryLoad(Port, out BigEndianUInt16 port) || port != OldPort || !ctx.TryLoad(Address, out Ipv4Address address))
            return TcAction.Next;
        Ipv4Address newAddress = Ipv4Address.FromHostOrder(s_newAddress);
        BigEndianUInt16 newPort = s_newPort;
        bool done = ctx.ReplaceInTransportChecksum(Udp + 6, address.NetworkOrder, newAddress.NetworkOrder, 4, TransportChecksumFlags.PseudoHeader | TransportChecksumFlags.MangledZero)
            && ctx.ReplaceInTransportChecksum(Udp + 6, port.Raw, newPort.Raw, 2, TransportChecksumFlags.MangledZero)
            && ctx.ReplaceInHeaderChecksum(EthernetHeader.Size + 10, address.NetworkOrder, newAddress.NetworkOrder, 4)
            && ctx.TryStore(Address, in newAddress)
            && ctx.TryStore(Port, in newPort);
        s_count++;
        return done ? TcAction.Next : TcAction.Shot;
    }
}
