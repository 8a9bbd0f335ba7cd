using BpfSharp;
using BpfSharp.Protocols;

namespace DdosPipeline;

/// <summary>Signatures that words can't tell: C# that looks at the packet. A rule names them by <c>method NAME</c>.</summary>
public static class MethodSignatures
{
    private const int DnsHeader = 12;
    private const int MostLabels = 16;
    private const ushort AnyType = 255;

    /// <summary>Whether a packet matches.</summary>
    [BpfFunction]
    public static bool Matches(XdpContext ctx, MethodSignature method, in PacketFields packet) => method switch
    {
        MethodSignature.TcpWithoutFlags => packet.Values[(int)PacketField.TcpFlags] == 0,
        MethodSignature.DnsAnyQuery => IsDnsAnyQuery(ctx, in packet),
        MethodSignature.LandAttack => IsLandAttack(ctx, in packet),
        _ => false,
    };

    // The type stands behind the name, whose labels have lengths (RFC 1035, 4.1.2).
    private static bool IsDnsAnyQuery(XdpContext ctx, in PacketFields packet)
    {
        uint at = packet.Places[(int)PacketPlace.Payload];
        if (at >= PacketFields.Absent)
            return false;
        at += DnsHeader;
        for (int i = 0; i < MostLabels; i++)
        {
            if (at >= packet.End || !ctx.Packet.TryHeader((int)at, out Ref<byte> length))
                return false;
            at += (uint)length.Value + 1;
            if (length.Value == 0)
                return ctx.Packet.TryHeader((int)at, out Ref<BigEndianUInt16> type) && type.Value == AnyType;
        }

        return false;
    }

    private static bool IsLandAttack(XdpContext ctx, in PacketFields packet)
    {
        uint at = packet.Places[(int)PacketPlace.Network];
        if ((packet.Values[(int)PacketField.Kind] & PacketKinds.V6) == 0)
            return ctx.Packet.TryHeader((int)at, out Ref<Ipv4Header> ip) && ip.Value.Source == ip.Value.Destination;
        return ctx.Packet.TryHeader((int)at, out Ref<Ipv6Header> ip6) && ip6.Value.Source == ip6.Value.Destination;
    }
}
