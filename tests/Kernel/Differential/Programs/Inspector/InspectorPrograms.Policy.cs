using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

// What may pass, and what is changed on the way.
public static partial class InspectorPrograms
{
    public const int PortRangeCount = 4;

    private const ushort MaximumSegmentLimit = 1400;

    private static readonly LpmTrieMap<Ipv4Prefix, Decision> Sources = new(maxEntries: 64);
    private static readonly LpmTrieMap<Ipv6Prefix, Decision> Ipv6Sources = new(maxEntries: 64);
    private static readonly ArrayMap<PortRange> Ports = new(PortRangeCount);

    /// <summary>By the longest prefix of the inner sender.</summary>
    private static Decision Decide(in FlowKey key)
    {
        Ipv6Address source = key.Source;
        Decision decision = Decision.Allow;
        if (source.IsIpv4Mapped)
            Sources.TryGetValue(Ipv4Prefix.Host(Ipv4Address.FromHostOrder(source.Word3)), out decision);
        else
            Ipv6Sources.TryGetValue(Ipv6Prefix.Host(source), out decision);
        return decision;
    }

    private static bool IsPortDenied(in FlowKey key)
    {
        Transports transport = key.Protocol switch
        {
            IpProtocol.Tcp => Transports.Tcp,
            IpProtocol.Udp => Transports.Udp,
            _ => Transports.None,
        };
        for (uint i = 0; i < PortRangeCount; i++)
        {
            ref PortRange range = ref Ports[i];
            if ((range.Transports & transport) != 0 && key.DestinationPort >= range.First && key.DestinationPort <= range.Last)
                return range.Decision == Decision.Deny;
        }

        return false;
    }

    /// <summary>Sends a packet back: addresses swapped, one hop less.</summary>
    private static Reason Bounce(Packet packet, in Cursor at)
    {
        ref EthernetHeader ethernet = ref packet.Header<EthernetHeader>(0);
        (ethernet.Source, ethernet.Destination) = (ethernet.Destination, ethernet.Source);
        switch (at.OuterType)
        {
            case EtherType.IPv4:
                ref Ipv4Header ip = ref packet.Header<Ipv4Header>(at.OuterNetwork);
                (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
                ushort before = HopWord(in ip);
                ip.TimeToLive--;
                ip.Checksum = InternetChecksum.Replace(ip.Checksum, before, HopWord(in ip));
                break;
            case EtherType.IPv6:
                ref Ipv6Header ipv6 = ref packet.Header<Ipv6Header>(at.OuterNetwork);
                (ipv6.Source, ipv6.Destination) = (ipv6.Destination, ipv6.Source);
                ipv6.HopLimit--;
                break;
        }

        return Reason.Bounced;
    }

    private static ushort HopWord(in Ipv4Header ip) => (ushort)(ip.TimeToLive << 8 | (byte)ip.Protocol);

    /// <summary>Makes the sender of a SYN believe in smaller segments.</summary>
    private static bool Clamp(Packet packet, in Segment segment)
    {
        if ((segment.Flags & TcpFlags.Syn) == 0 || segment.Options is not { MaximumSegment: > MaximumSegmentLimit, MaximumSegmentOffset: > 0 and var offset })
            return false;
        ref TcpHeader tcp = ref packet.Header<TcpHeader>(segment.Offset);
        (ushort from, ushort to) = (segment.Options.MaximumSegment, MaximumSegmentLimit);

        // The sum goes over words: of a number at an odd place, it sees the bytes swapped.
        tcp.Checksum = ((offset - segment.Offset) & 1) == 0
            ? InternetChecksum.Replace(tcp.Checksum, from, to)
            : InternetChecksum.Replace(tcp.Checksum, Swap(from), Swap(to));
        packet.Header<BigEndianUInt16>(offset) = to;
        return true;
    }

    private static ushort Swap(ushort value) => (ushort)(value << 8 | value >> 8);
}
