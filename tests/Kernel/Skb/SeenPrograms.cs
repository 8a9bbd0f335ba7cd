using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>A program whose packets are told as they come and as they are left, so that a simulation can be given the same ones.</summary>
public static partial class SeenPrograms
{
    /// <summary>Shorter ones are let through before anything is told.</summary>
    public const int Least = 4_000;

    private static readonly PerfEventArrayMap<Arrival> Arrivals = new();
    private static readonly PerfEventArrayMap<Departure> Departures = new();

    private static uint s_number;

    public struct Arrival
    {
        public uint Number;
        public int Linear;
    }

    public struct Departure
    {
        public uint Number;
        public int Verdict;
        public long Sum;
    }

    /// <summary>Reads and writes all over the segment, more of it linear each time; every third segment is asked for a byte behind its end.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction Handle(TcContext ctx)
    {
        if (ctx.Length < Least)
            return TcAction.Ok;
        uint number = s_number++;
        Arrivals.TryWrite(ctx, new Arrival { Number = number, Linear = ctx.Packet.LinearLength }, int.MaxValue);
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        int payload = EthernetHeader.Size + ip.HeaderLength + 32;
        long sum = ip.TotalLength;
        for (int i = 0; i < 5; i++)
        {
            if (ctx.Packet.TryHeader(payload + (i * 700), out Ref<uint> word))
            {
                sum = (sum * 31) + word.Value;
                word.Value ^= 0x5a5a_5a5a;
            }
        }

        ctx.TryStore((uint)payload + 3_300, in sum);
        sum += ctx.Packet.Header<byte>(number % 3 == 2 ? ctx.Length : ctx.Length - 1);
        TcAction verdict = (sum & 1) == 0 ? TcAction.Pipe : TcAction.Ok;
        // Behind a store references are taken anew.
        sum += ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).TotalLength + (ctx.TryLoad((uint)ctx.Length - 9, out ulong last) ? (long)last : 1);
        Departures.TryWrite(ctx, new Departure { Number = number, Verdict = (int)verdict, Sum = sum }, int.MaxValue);
        return verdict;
    }
}
