using BpfSharp.Protocols;

namespace BpfSharp.Fuzz.Segments;

/// <summary>Stands before and behind a written program on a real interface: tells what comes to it and what it leaves, and lets nothing out.</summary>
internal static partial class Watcher
{
    private static readonly PerfEventArrayMap<Arrival> Arrivals = new();
    private static readonly PerfEventArrayMap<Departure> Departures = new();

    /// <summary>What the kernel knows of a packet that comes.</summary>
    public struct Arrival
    {
        public int Linear;
        public PacketType PacketType;
        public uint Mark;
        public uint Priority;
        public uint QueueMapping;
        public uint TcIndex;
    }

    /// <summary>What it knows of the packet that is left, beside its bytes.</summary>
    public struct Departure
    {
        public uint Mark;
        public uint Priority;
    }

    [TcProgram]
    public static TcAction Before(TcContext ctx)
    {
        Arrivals.TryWrite(ctx, new Arrival
        {
            Linear = ctx.Packet.LinearLength,
            PacketType = ctx.PacketType,
            Mark = ctx.Mark,
            Priority = ctx.Priority,
            QueueMapping = ctx.QueueMapping,
            TcIndex = ctx.TcIndex,
        });
        return TcAction.Next;
    }

    /// <summary>Takes the packet: to its sender that is no loss, so that nothing is tried again.</summary>
    [TcProgram]
    public static TcAction After(TcContext ctx)
    {
        Departures.TryWrite(ctx, new Departure { Mark = ctx.Mark, Priority = ctx.Priority }, int.MaxValue);
        return TcAction.Stolen;
    }
}
