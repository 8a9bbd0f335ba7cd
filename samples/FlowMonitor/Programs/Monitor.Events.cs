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
        if (room.IsAbsent)
            return false;
        ref WholePacket record = ref room.Record;
        record.Annotation = annotation;
        uint length = Math.Min(ctx.TotalLength(), WholeBytes.Size);
        Span<byte> bytes = record.Bytes;
        if (length == 0 || !ctx.LoadBytes(0, bytes[..(int)length]))
            return false;
        record.Length = length;
        room.Submit();
        return true;
    }

    private static bool WriteWhole(TcContext ctx, in Annotation annotation)
    {
        using RingBufferReservation<WholePacket> room = WholePackets.Reserve();
        if (room.IsAbsent)
            return false;
        ref WholePacket record = ref room.Record;
        record.Annotation = annotation;
        uint length = Math.Min((uint)ctx.Length, WholeBytes.Size);
        Span<byte> bytes = record.Bytes;
        if (length == 0 || !ctx.LoadBytes(0, bytes[..(int)length]))
            return false;
        record.Length = length;
        room.Submit();
        return true;
    }

    private static bool WriteTruncated(XdpContext ctx, in Annotation annotation)
    {
        using RingBufferReservation<TruncatedPacket> room = TruncatedPackets.Reserve();
        if (room.IsAbsent)
            return false;
        ref TruncatedPacket record = ref room.Record;
        record.Annotation = annotation;
        uint length = Math.Min(ctx.TotalLength(), Math.Min(s_truncatedLength, TruncatedBytes.Size));
        Span<byte> bytes = record.Bytes;
        if (length == 0 || !ctx.LoadBytes(0, bytes[..(int)length]))
            return false;
        record.Length = length;
        room.Submit();
        return true;
    }

    private static bool WriteTruncated(TcContext ctx, in Annotation annotation)
    {
        using RingBufferReservation<TruncatedPacket> room = TruncatedPackets.Reserve();
        if (room.IsAbsent)
            return false;
        ref TruncatedPacket record = ref room.Record;
        record.Annotation = annotation;
        uint length = Math.Min((uint)ctx.Length, Math.Min(s_truncatedLength, TruncatedBytes.Size));
        Span<byte> bytes = record.Bytes;
        if (length == 0 || !ctx.LoadBytes(0, bytes[..(int)length]))
            return false;
        record.Length = length;
        room.Submit();
        return true;
    }
}
