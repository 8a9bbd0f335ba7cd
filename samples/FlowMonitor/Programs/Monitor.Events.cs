using System;
using BpfSharp;

namespace FlowMonitor;

// Ways of an event: the perf buffer or a ring buffer, with as much of the packet as is wanted.
public static partial class Monitor
{
    // An event of a perf buffer has 16 bits for its size.
    private const int LargestEvent = 60_000;

    private static readonly PerfEventArrayMap<Annotation> PerfEvents = new();
    private static readonly RingBufferMap<Annotation> Annotations = new(byteSize: 1 << 18);
    private static readonly RingBufferMap<TruncatedPacket> TruncatedPackets = new(byteSize: 1 << 20);
    private static readonly RingBufferMap<WholePacket> WholePackets = new(byteSize: 1 << 22);

    private static EventPath s_path;
    private static CaptureMode s_capture;

    // Bytes of a packet in CaptureMode.Truncated, at most TruncatedBytes.Size.
    private static uint s_truncatedLength;

    private static int PerfBytes => s_capture switch
    {
        CaptureMode.Whole => LargestEvent,
        CaptureMode.Truncated => (int)s_truncatedLength,
        _ => 0,
    };

    private static void Report(XdpContext ctx, in Annotation annotation)
    {
        bool isWritten = s_path == EventPath.Perf
            ? PerfEvents.TryWrite(ctx, in annotation, PerfBytes)
            : s_capture switch
            {
                CaptureMode.Whole => WriteWhole(ctx, in annotation),
                CaptureMode.Truncated => WriteTruncated(ctx, in annotation),
                _ => Annotations.TryWrite(in annotation),
            };
        CountEvent(annotation.PacketLength, isWritten);
    }

    private static void Report(TcContext ctx, in Annotation annotation)
    {
        bool isWritten = s_path == EventPath.Perf
            ? PerfEvents.TryWrite(ctx, in annotation, PerfBytes)
            : s_capture switch
            {
                CaptureMode.Whole => WriteWhole(ctx, in annotation),
                CaptureMode.Truncated => WriteTruncated(ctx, in annotation),
                _ => Annotations.TryWrite(in annotation),
            };
        CountEvent(annotation.PacketLength, isWritten);
    }

    private static void CountEvent(uint bytes, bool isWritten)
    {
        Tallies[(uint)Tally.Produced].Add(bytes);
        if (!isWritten)
            Tallies[(uint)Tally.Lost].Add(bytes);
    }

    private static bool WriteWhole(XdpContext ctx, in Annotation annotation)
    {
        using RingBufferReservation<WholePacket> room = WholePackets.Reserve();
        if (room.IsAbsent || !ctx.LoadBytes(0, Begin(ref room.Record, in annotation, ctx.TotalLength())))
            return false;
        room.Submit();
        return true;
    }

    private static bool WriteWhole(TcContext ctx, in Annotation annotation)
    {
        using RingBufferReservation<WholePacket> room = WholePackets.Reserve();
        if (room.IsAbsent || !ctx.LoadBytes(0, Begin(ref room.Record, in annotation, (uint)ctx.Length)))
            return false;
        room.Submit();
        return true;
    }

    private static bool WriteTruncated(XdpContext ctx, in Annotation annotation)
    {
        using RingBufferReservation<TruncatedPacket> room = TruncatedPackets.Reserve();
        if (room.IsAbsent || !ctx.LoadBytes(0, Begin(ref room.Record, in annotation, ctx.TotalLength())))
            return false;
        room.Submit();
        return true;
    }

    private static bool WriteTruncated(TcContext ctx, in Annotation annotation)
    {
        using RingBufferReservation<TruncatedPacket> room = TruncatedPackets.Reserve();
        if (room.IsAbsent || !ctx.LoadBytes(0, Begin(ref room.Record, in annotation, (uint)ctx.Length)))
            return false;
        room.Submit();
        return true;
    }

    // Gives where the packet's bytes go; a packet has at least one.
    private static Span<byte> Begin(ref WholePacket record, in Annotation annotation, uint packetLength)
    {
        record.Annotation = annotation;
        uint length = Math.Clamp(packetLength, 1, WholeBytes.Size);
        record.Length = length;
        Span<byte> bytes = record.Bytes;
        return bytes[..(int)length];
    }

    private static Span<byte> Begin(ref TruncatedPacket record, in Annotation annotation, uint packetLength)
    {
        record.Annotation = annotation;
        uint length = Math.Clamp(Math.Min(packetLength, s_truncatedLength), 1, TruncatedBytes.Size);
        record.Length = length;
        Span<byte> bytes = record.Bytes;
        return bytes[..(int)length];
    }
}
