using BpfSharp;
using BpfSharp.Protocols;

namespace EgressScheduler;

public static partial class Egress
{
    private static uint Dscp(TcContext ctx, bool isV6) => isV6
        ? (uint)ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size).TrafficClass >> 2
        : (uint)ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).Dscp;

    private static void Apply(TcContext ctx, in Treatment treatment)
    {
        if (treatment.Mark != 0)
            ctx.Mark = treatment.Mark;
        if (treatment.Dscp != Treatment.KeepDscp)
            SetDscp(ctx, treatment.Dscp);
    }

    // The two bits of congestion notification stay. IPv6 has no header checksum, and no transport checksum covers the field (RFC 8200, 8.1).
    private static void SetDscp(TcContext ctx, uint dscp)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType == EtherType.IPv6)
        {
            ref Ipv6Header ip6 = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
            ip6.TrafficClass = (byte)((dscp << 2) | (ip6.TrafficClass & 3u));
            return;
        }

        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        byte old = ip.TypeOfService;
        ip.Dscp = (int)dscp;
        ip.Checksum = InternetChecksum.Replace(ip.Checksum, (ushort)old, (ushort)ip.TypeOfService);
    }
}
