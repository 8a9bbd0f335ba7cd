using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

// TCP with its options, UDP, ICMP.
public static partial class InspectorPrograms
{
    private const int MaxTcpOptions = 8;

    private const byte MaximumSegmentKind = 2;
    private const byte WindowScaleKind = 3;
    private const byte SelectivePermittedKind = 4;
    private const byte TimestampsKind = 8;

    private static Reason ReadTransport(Packet packet, ref Cursor at, ref Segment segment)
    {
        switch (at.Key.Protocol)
        {
            case IpProtocol.Tcp:
                return ReadTcp(packet, ref at, ref segment);
            case IpProtocol.Udp or IpProtocol.UdpLite:
                ref UdpHeader udp = ref packet.Header<UdpHeader>(at.Offset);
                at.Key.SourcePort = udp.SourcePort;
                at.Key.DestinationPort = udp.DestinationPort;
                segment.PayloadLength = at.PayloadLength - UdpHeader.Size;
                return Reason.None;
            case IpProtocol.Icmp or IpProtocol.Icmpv6:
                if (!packet.TryHeader(at.Offset, out Ref<IcmpHeader> icmp))
                    return Reason.Truncated;
                at.Key.SourcePort = (ushort)((byte)icmp.Value.Type << 8 | icmp.Value.Code);
                return Reason.None;
            default:
                return Reason.UnknownProtocol;
        }
    }

    private static Reason ReadTcp(Packet packet, ref Cursor at, ref Segment segment)
    {
        if (!packet.TryHeader(at.Offset, out Ref<TcpHeader> header))
            return Reason.Truncated;
        ref TcpHeader tcp = ref header.Value;
        int headerLength = tcp.HeaderLength;
        if (headerLength < TcpHeader.Size)
            return Reason.BadHeaderLength;
        if (!IsSensible(tcp.Flags))
            return Reason.BadFlags;
        at.Key.SourcePort = tcp.SourcePort;
        at.Key.DestinationPort = tcp.DestinationPort;
        segment.Offset = at.Offset;
        segment.Sequence = tcp.SequenceNumber;
        segment.Flags = tcp.Flags;
        segment.PayloadLength = at.PayloadLength - headerLength;
        return ReadTcpOptions(packet, at.Offset + TcpHeader.Size, at.Offset + headerLength, ref segment.Options);
    }

    private static bool IsSensible(TcpFlags flags) => (flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst | TcpFlags.Ack)) switch
    {
        TcpFlags.None => false,
        TcpFlags.Fin => false,
        TcpFlags.Syn | TcpFlags.Fin => false,
        TcpFlags.Syn | TcpFlags.Rst => false,
        TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Ack => false,
        _ => true,
    };

    private static Reason ReadTcpOptions(Packet packet, int offset, int end, ref TcpOptions options)
    {
        for (int i = 0; i < MaxTcpOptions && offset < end; i++)
        {
            if (!packet.TryHeader(offset, out Ref<byte> kind))
                return Reason.Truncated;
            if (kind.Value == EndOfOptions)
                break;
            if (kind.Value == NoOperation)
            {
                offset++;
                continue;
            }

            if (!packet.TryHeader(offset + 1, out Ref<byte> length))
                return Reason.Truncated;
            if (length.Value < 2 || offset + length.Value > end)
                return Reason.BadOption;
            ReadTcpOption(packet, offset, kind.Value, length.Value, ref options);
            offset += length.Value;
        }

        return Reason.None;
    }

    private static void ReadTcpOption(Packet packet, int offset, byte kind, byte length, ref TcpOptions options)
    {
        switch (kind, length)
        {
            case (MaximumSegmentKind, 4):
                options.MaximumSegment = packet.Header<BigEndianUInt16>(offset + 2);
                options.MaximumSegmentOffset = offset + 2;
                break;
            case (WindowScaleKind, 3):
                byte scale = packet.Header<byte>(offset + 2);
                options.WindowScale = scale > 14 ? (byte)14 : scale;
                break;
            case (SelectivePermittedKind, 2):
                options.Traits |= FlowTraits.PermitsSelective;
                break;
            case (TimestampsKind, 10):
                options.Traits |= FlowTraits.HasTimestamps;
                options.Timestamp = packet.Header<BigEndianUInt32>(offset + 2);
                options.TimestampEcho = packet.Header<BigEndianUInt32>(offset + 6);
                break;
        }
    }
}
