using System;
using System.Runtime.InteropServices;
using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Answers SYNs to protected ports by a cookie, and lets through the ACKs that answer one.</summary>
[BpfLicense("GPL")]
public static partial class SynCookie
{
    private const int Tcp = EthernetHeader.Size + Ipv4Header.Size;
    private const int AnswerHeader = 24; // with the segment size
    private const int AnswerEnd = Tcp + AnswerHeader;

    private static readonly HashMap<ushort, ulong> Ports = new(maxEntries: 256);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Guard(XdpContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.Protocol != IpProtocol.Tcp || ip.HeaderLength != Ipv4Header.Size || ip.IsFragment)
            return XdpAction.Pass;
        ref readonly TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(Tcp);
        if (!Ports.TryGetRef(tcp.DestinationPort, out Ref<ulong> answers))
            return XdpAction.Pass;
        if (tcp.Flags == TcpFlags.Ack)
            return SynCookies.IsValid(in ip, in tcp) ? XdpAction.Pass : XdpAction.Drop;
        if (tcp.Flags != TcpFlags.Syn)
            return XdpAction.Drop;

        int length = tcp.HeaderLength;
        Span<byte> header = stackalloc byte[60];
        if (length < TcpHeader.Size || !ctx.LoadBytes(Tcp, header[..length]) || !SynCookies.TryGenerate(in ip, header[..length], out uint cookie, out ushort segmentSize))
            return XdpAction.Drop;
        answers.Value++;
        var answer = new Segment
        {
            Source = ip.Destination,
            Destination = ip.Source,
            Protocol = (ushort)IpProtocol.Tcp,
            Length = AnswerHeader,
            Tcp = new TcpHeader
            {
                SourcePort = tcp.DestinationPort,
                DestinationPort = tcp.SourcePort,
                SequenceNumber = cookie,
                AcknowledgmentNumber = tcp.SequenceNumber + 1,
                HeaderLength = AnswerHeader,
                Flags = TcpFlags.Syn | TcpFlags.Ack,
            },
            Option = 0x0204_0000u | segmentSize,
        };
        long sum = Bpf.ChecksumDifference(default, MemoryMarshal.AsBytes(new ReadOnlySpan<Segment>(in answer)));
        answer.Tcp.Checksum = BigEndian((ushort)~Folded(sum));
        if (!ctx.AdjustTail(AnswerEnd - ctx.Length))
            return XdpAction.Drop;
        return Write(ctx, in answer);
    }

    private static XdpAction Write(XdpContext ctx, in Segment answer)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ref Answer tcp = ref ctx.Packet.Header<Answer>(Tcp);
        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
        ip.Checksum = InternetChecksum.Replace(ip.Checksum, ip.TotalLength, Ipv4Header.Size + AnswerHeader);
        ip.TotalLength = Ipv4Header.Size + AnswerHeader;
        ip.Source = answer.Source;
        ip.Destination = answer.Destination;
        tcp.Tcp = answer.Tcp;
        tcp.Option = answer.Option;
        return XdpAction.Tx;
    }

    private static uint Folded(long sum)
    {
        uint once = (uint)((sum & 0xffff) + (sum >> 16));
        return (once & 0xffff) + (once >> 16);
    }

    private static ushort BigEndian(ushort value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);

    /// <summary>Pseudo header, header and option, as the checksum covers them.</summary>
    public struct Segment
    {
        public Ipv4Address Source;
        public Ipv4Address Destination;
        public BigEndianUInt16 Protocol;
        public BigEndianUInt16 Length;
        public TcpHeader Tcp;
        public BigEndianUInt32 Option;
    }

    /// <summary>What is sent of it.</summary>
    public struct Answer
    {
        public TcpHeader Tcp;
        public BigEndianUInt32 Option;
    }
}
