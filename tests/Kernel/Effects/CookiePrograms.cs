using System;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Effects;

/// <summary>A SYN proxy of the simplest kind: it answers SYNs by itself, and counts ACKs that answer cookies.</summary>
public static partial class CookiePrograms
{
    private const int Tcp = EthernetHeader.Size + Ipv4Header.Size;
    private const int AnswerHeader = 24; // with the segment size

    private static uint s_port;
    private static uint s_answers;
    private static ulong s_answered;
    private static ulong s_valid;
    private static ulong s_invalid;

    [TcProgram]
    public static TcAction Proxy(TcContext ctx)
    {
        if (ctx.Protocol != EtherType.IPv4 || !ctx.TryLoad(EthernetHeader.Size, out Ipv4Header ip) || ip.Protocol != IpProtocol.Tcp
            || !ctx.TryLoad(Tcp, out TcpHeader tcp) || tcp.DestinationPort != s_port)
        {
            return TcAction.Next;
        }

        if (tcp.Flags == TcpFlags.Ack)
        {
            if (SynCookies.IsValid(in ip, in tcp))
                s_valid++;
            else
                s_invalid++;
        }

        return tcp.Flags == TcpFlags.Syn && s_answers != 0 ? Answer(ctx, ip, tcp) : TcAction.Next;
    }

    private static TcAction Answer(TcContext ctx, Ipv4Header ip, TcpHeader tcp)
    {
        int length = tcp.HeaderLength;
        Span<byte> options = stackalloc byte[60];
        if (length < TcpHeader.Size || !ctx.LoadBytes(Tcp, options[..length]) || !SynCookies.TryGenerate(in ip, options[..length], out uint cookie, out ushort segmentSize))
            return TcAction.Shot;

        (tcp.SourcePort, tcp.DestinationPort) = (tcp.DestinationPort, tcp.SourcePort);
        tcp.AcknowledgmentNumber = tcp.SequenceNumber + 1;
        tcp.SequenceNumber = cookie;
        tcp.HeaderLength = AnswerHeader;
        tcp.Flags = TcpFlags.Syn | TcpFlags.Ack;
        tcp.Checksum = 0;
        var answer = new Segment
        {
            Source = ip.Destination,
            Destination = ip.Source,
            Protocol = (ushort)IpProtocol.Tcp,
            Length = AnswerHeader,
            Tcp = tcp,
            Option = 0x0204_0000u | segmentSize,
        };
        long sum = Bpf.ChecksumDifference(default, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<Segment>(in answer)));
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        answer.Tcp.Checksum = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)~sum);

        (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
        if (!ctx.ChangeTail(Tcp + AnswerHeader))
            return TcAction.Shot;
        ref EthernetHeader ethernet = ref ctx.Packet.Header<EthernetHeader>(0);
        (ethernet.Source, ethernet.Destination) = (ethernet.Destination, ethernet.Source);
        ref Ipv4Header header = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ushort oldLength = header.TotalLength;
        header.Source = ip.Source;
        header.Destination = ip.Destination;
        header.TotalLength = Ipv4Header.Size + AnswerHeader;
        header.Checksum = InternetChecksum.Replace(header.Checksum, oldLength, (ushort)(Ipv4Header.Size + AnswerHeader));
        if (!ctx.TryStore(Tcp, in answer.Tcp) || !ctx.TryStore(Tcp + TcpHeader.Size, in answer.Option))
            return TcAction.Shot;
        s_answered++;
        return ctx.Redirect(ctx.IfIndex);
    }

    /// <summary>Pseudo header, header and option, as the checksum covers them.</summary>
    private struct Segment
    {
        public Ipv4Address Source;
        public Ipv4Address Destination;
        public BigEndianUInt16 Protocol;
        public BigEndianUInt16 Length;
        public TcpHeader Tcp;
        public BigEndianUInt32 Option;
    }
}
