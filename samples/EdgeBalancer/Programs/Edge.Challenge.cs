using System;
using System.Runtime.InteropServices;
using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace EdgeBalancer;

// SYNs beyond a rate are answered by the balancer: with a SYN-ACK that acknowledges a number that is wrong, and is a cookie. Who really has the source address answers with a
// RST that has this number (RFC 9293, 3.10.7.3), stays in SYN-SENT, and sends its SYN again: its source is known by then, and the connection is made by the backend itself.
// The usual way, a SYN-ACK that has the cookie as its own number, would need the backend to go on with a connection that somebody else has opened.
public static partial class Edge
{
    private const ulong AdmittedFor = 60 * Second;
    private const byte ChallengeHopLimit = 64;

    private static readonly LruHashMap<Ipv6Address, ulong> Admitted = new(maxEntries: 262_144);          // -> since when
    private static readonly PerCpuArrayMap<ulong> SynBuckets = new(maxEntries: MostVips);

    // SYNs that each CPU lets through to a service, not counting those of admitted sources.
    private static RateLimit s_synLimit;

    /// <summary>Whether a TCP segment is answered here, or was the answer to a challenge.</summary>
    private static bool Challenge(XdpContext ctx, in PacketFacts packet, in Vip vip, out XdpAction verdict)
    {
        verdict = XdpAction.Drop;
        if (!s_synLimit.IsSet)
            return false;
        TcpFlags flags = packet.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst);
        if (flags == TcpFlags.Rst)
            return IsAnswer(ctx, in packet);
        if (flags != TcpFlags.Syn || IsAdmitted(packet.Source) || s_synLimit.TryTake(ref SynBuckets[vip.Table & (MostVips - 1)], Bpf.KtimeNs()))
            return false;
        Tallies[(uint)Tally.Challenged].Add((uint)ctx.Length);
        verdict = packet.IsV6 ? ChallengeIpv6(ctx, in packet) : ChallengeIpv4(ctx, in packet);
        return true;
    }

    private static bool IsAdmitted(Ipv6Address source) =>
        Admitted.TryGetValue(in source, out ulong since) && Bpf.KtimeNs() - since < AdmittedFor;

    private static bool IsAnswer(XdpContext ctx, in PacketFacts packet)
    {
        uint number = ctx.Packet.Header<TcpHeader>(packet.TransportOffset).SequenceNumber;
        TcpHeader asked = Asked(in packet);
        asked.SequenceNumber = 1;
        asked.AcknowledgmentNumber = number + 1;
        bool isRight = packet.IsV6
            ? SynCookies.IsValid(in ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size), in asked)
            : SynCookies.IsValid(in ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size), in asked);
        if (!isRight)
            return false;
        Admitted.Set(packet.Source, Bpf.KtimeNs());
        Tallies[(uint)Tally.Admitted].Add((uint)ctx.Length);
        return true;
    }

    // The RST does not tell the SYN's number, so that the cookie is that of a SYN with number 0.
    private static TcpHeader Asked(in PacketFacts packet) => new()
    {
        SourcePort = packet.SourcePort,
        DestinationPort = packet.DestinationPort,
        HeaderLength = TcpHeader.Size,
    };

    private static XdpAction ChallengeIpv4(XdpContext ctx, in PacketFacts packet)
    {
        TcpHeader asked = Asked(in packet);
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.HeaderLength != Ipv4Header.Size
            || !SynCookies.TryGenerate(in ip, MemoryMarshal.AsBytes(new ReadOnlySpan<TcpHeader>(in asked)), out uint cookie, out _)
            || !ctx.AdjustTail(EthernetHeader.Size + Ipv4Header.Size + TcpHeader.Size - ctx.Length))
            return XdpAction.Drop;

        ref Ipv4Header answer = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(EthernetHeader.Size + Ipv4Header.Size);
        (answer.Source, answer.Destination) = (answer.Destination, answer.Source);
        answer.TypeOfService = 0;
        answer.TotalLength = Ipv4Header.Size + TcpHeader.Size;
        answer.TimeToLive = ChallengeHopLimit;
        answer.Checksum = 0;
        answer.Checksum = Checksum(MemoryMarshal.AsBytes(new ReadOnlySpan<Ipv4Header>(in answer)), 0);
        Fill(ref tcp, cookie, ctx);
        tcp.Checksum = Checksum(ctx.Packet.Bytes.Slice(EthernetHeader.Size + Ipv4Header.Size - 8, 8 + TcpHeader.Size), (uint)IpProtocol.Tcp + TcpHeader.Size);
        return XdpAction.Tx;
    }

    private static XdpAction ChallengeIpv6(XdpContext ctx, in PacketFacts packet)
    {
        TcpHeader asked = Asked(in packet);
        ref readonly Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        if (ip.NextHeader != IpProtocol.Tcp
            || !SynCookies.TryGenerate(in ip, MemoryMarshal.AsBytes(new ReadOnlySpan<TcpHeader>(in asked)), out uint cookie, out _)
            || !ctx.AdjustTail(EthernetHeader.Size + Ipv6Header.Size + TcpHeader.Size - ctx.Length))
            return XdpAction.Drop;

        ref Ipv6Header answer = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(EthernetHeader.Size + Ipv6Header.Size);
        (answer.Source, answer.Destination) = (answer.Destination, answer.Source);
        answer.TrafficClass = 0;
        answer.PayloadLength = TcpHeader.Size;
        answer.HopLimit = ChallengeHopLimit;
        Fill(ref tcp, cookie, ctx);
        tcp.Checksum = Checksum(ctx.Packet.Bytes.Slice(EthernetHeader.Size + Ipv6Header.Size - 32, 32 + TcpHeader.Size), (uint)IpProtocol.Tcp + TcpHeader.Size);
        return XdpAction.Tx;
    }

    // A number that happens to be the right one would open a connection with nobody: one SYN in 4 billion gets a wrong number that is no cookie, and asks again.
    private static void Fill(ref TcpHeader tcp, uint cookie, XdpContext ctx)
    {
        uint right = tcp.SequenceNumber + 1;
        (tcp.SourcePort, tcp.DestinationPort) = (tcp.DestinationPort, tcp.SourcePort);
        tcp.SequenceNumber = cookie;
        tcp.AcknowledgmentNumber = cookie == right ? cookie - 1 : cookie;
        tcp.HeaderLength = TcpHeader.Size;
        tcp.Flags = TcpFlags.Syn | TcpFlags.Ack;
        tcp.Window = 0;
        tcp.UrgentPointer = 0;
        tcp.Checksum = 0;
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
    }

    /// <param name="bytes">What is summed.</param>
    /// <param name="rest">What else, in network order's meaning: protocol and length of a pseudo header.</param>
    private static ushort Checksum(ReadOnlySpan<byte> bytes, uint rest)
    {
        uint sum = (uint)Bpf.ChecksumDifference(default, bytes, rest << 8);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)~InternetChecksum.Fold(sum));
    }
}
