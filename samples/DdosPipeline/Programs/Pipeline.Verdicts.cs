using System;
using System.Threading;
using BpfSharp;
using BpfSharp.Protocols;

namespace DdosPipeline;

// What a match comes to: counted, sampled, and within its rate or above.
public static partial class Pipeline
{
    private const uint Only = 0;
    private const int MostAttempts = 8;

    private static readonly PerCpuArrayMap<SignatureCounter> Counters = new(maxEntries: SignatureVector.Signatures);
    private static readonly LruHashMap<RateKey, RateBucket> Rates = new(maxEntries: 65_536);
    private static readonly RingBufferMap<SampledPacket> Samples = new(byteSize: 1 << 22);

    // What bytecode has found: the counter's number, and the action in the upper half.
    private static readonly PerCpuArrayMap<ulong> Found = new(maxEntries: 1);

    // One in so many matches of a signature, on each CPU, is reported; 0: none.
    private static ulong s_sampleEvery;

    /// <summary>Comes after a rule set's bytecode, if that matches.</summary>
    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction DecideBytecode(XdpContext ctx) =>
        Found.TryGetValue(Only, out ulong found) ? Decide(ctx, (uint)found, (SignatureAction)(uint)(found >> 32)) : XdpAction.Pass;

    private static XdpAction Decide(XdpContext ctx, uint index) =>
        Signatures.TryGetRef(index, out Ref<SignatureEntry> entry) ? Decide(ctx, entry.Value.Counter, entry.Value.Action) : XdpAction.Pass;

    private static XdpAction Decide(XdpContext ctx, uint number, SignatureAction action)
    {
        if (Counters.TryGetRef(number, out Ref<SignatureCounter> found))
        {
            ref SignatureCounter counter = ref found.Value;
            counter.Packets++;
            counter.Bytes += (uint)ctx.Length;
            if (s_sampleEvery != 0)
                Sample(ctx, ref counter, number, action);
        }

        return action == SignatureAction.Drop ? XdpAction.Drop : XdpAction.Pass;
    }

    private static void Sample(XdpContext ctx, ref SignatureCounter counter, uint number, SignatureAction action)
    {
        if (counter.UntilSample != 0)
        {
            counter.UntilSample--;
            return;
        }

        counter.UntilSample = s_sampleEvery - 1;
        counter.Sampled++;
        if (!Report(ctx, number, action))
            counter.Lost++;
    }

    private static bool Report(XdpContext ctx, uint number, SignatureAction action)
    {
        using RingBufferReservation<SampledPacket> room = Samples.Reserve();
        if (room.IsAbsent)
            return false;
        ref SampledPacket sample = ref room.Record;
        sample.Time = Bpf.KtimeNs();
        sample.Counter = number;
        sample.Action = action;
        sample.PacketLength = ctx.TotalLength();
        uint length = Math.Clamp(sample.PacketLength, 1, SampledPacket.Content.Size);
        sample.Captured = length;
        Span<byte> bytes = sample.Bytes;
        if (!ctx.LoadBytes(0, bytes[..(int)length]))
            return false;
        room.Submit();
        return true;
    }

    // A packet within the rate passes on to the signatures that follow.
    private static bool IsAboveRate(XdpContext ctx, in PacketFields packet, in SignatureEntry entry)
    {
        var key = default(RateKey);
        key.Counter = entry.Counter;
        if (entry.RatePerSource != 0)
            key.Source = SourceOf(ctx, in packet);
        if (!Rates.TryGetRef(in key, out Ref<RateBucket> found))
        {
            Rates.TryAdd(in key, default); // another CPU may have been quicker
            if (!Rates.TryGetRef(in key, out found))
                return false;
        }

        ulong now = Bpf.KtimeNs();
        ulong interval = entry.RateInterval, burst = entry.RateBurst;
        ref RateBucket bucket = ref found.Value;
        for (int i = 0; i < MostAttempts; i++)
        {
            ulong before = Interlocked.Read(ref bucket.UsedUntil);
            ulong used = before > now ? before : now;
            if (used + interval > now + burst)
                return true;
            if (Interlocked.CompareExchange(ref bucket.UsedUntil, used + interval, before) == before)
                return false;
        }

        return true; // other CPUs took all that there was in between
    }

    private static Ipv6Address SourceOf(XdpContext ctx, in PacketFields packet)
    {
        if ((packet.Values[(int)PacketField.Kind] & PacketKinds.V6) != 0)
            return ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size).Source;
        return Ipv6Address.FromWords(0, 0, 0xffff, ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).Source.HostOrder);
    }
}
