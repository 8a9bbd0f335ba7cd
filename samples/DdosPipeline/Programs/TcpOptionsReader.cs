using BpfSharp;
using BpfSharp.Protocols;

namespace DdosPipeline;

/// <summary>Walks the options of a TCP header.</summary>
public static class TcpOptionsReader
{
    private const int MostOptions = 16;
    private const byte EndKind = 0;
    private const byte NoOperationKind = 1;
    private const byte MaximumSegmentKind = 2;
    private const byte MaximumSegmentLength = 4;

    /// <summary>Reads their order and the largest segment. Broken ones do not keep a packet from other signatures.</summary>
    /// <param name="ctx">The packet.</param>
    /// <param name="at">Where they begin, in bytes from the frame's start.</param>
    /// <param name="end">Where the header ends.</param>
    /// <param name="packet">Takes what is read.</param>
    [BpfFunction]
    public static void Read(XdpContext ctx, uint at, uint end, ref PacketFields packet)
    {
        ulong order = 0;
        for (int i = 0; i < MostOptions && at < end && ctx.Packet.TryHeader((int)at, out Ref<byte> kind); i++)
        {
            order = (order << 4) | TcpOptionOrder.Code(kind.Value);
            if (kind.Value == EndKind)
            {
                at = end;
                break;
            }

            if (kind.Value == NoOperationKind)
            {
                at++;
                continue;
            }

            if (!ctx.Packet.TryHeader((int)at + 1, out Ref<byte> length) || length.Value < 2)
            {
                at = end + 1; // broken
                break;
            }

            if (kind.Value == MaximumSegmentKind && length.Value == MaximumSegmentLength && ctx.Packet.TryHeader((int)at + 2, out Ref<BigEndianUInt16> size))
                packet.Values[(int)PacketField.MaximumSegment] = (ushort)size.Value;
            at += length.Value;
        }

        packet.Options = at == end ? order : TcpOptionOrder.Unreadable;
        packet.Values[(int)PacketField.Options] = TcpOptionOrder.Fold(packet.Options);
    }
}
