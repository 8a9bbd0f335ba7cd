using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>A token bucket for each source address: what comes faster than its rate is dropped.</summary>
[BpfLicense("GPL")]
public static partial class TokenBucket
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private static readonly LruHashMap<Ipv4Address, Bucket> Buckets = new(maxEntries: 65_536);
    private static readonly PerCpuArrayMap<Counter> Verdicts = new(maxEntries: 2);
    private static readonly LoadConstant<ulong> PacketsPerSecond = 1000;
    private static readonly LoadConstant<ulong> Burst = 8;

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Limit(XdpContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        bool conforms = Take(in ip.Source);
        if (Verdicts.TryGetRef(conforms ? 1u : 0u, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        return conforms ? XdpAction.Pass : XdpAction.Drop;
    }

    private static bool Take(in Ipv4Address source)
    {
        ulong now = Bpf.KtimeNs();
        if (!Buckets.TryGetRef(in source, out Ref<Bucket> found))
        {
            Buckets.Set(in source, new Bucket { Tokens = Burst - 1, Time = now });
            return true;
        }

        ref Bucket bucket = ref found.Value;
        ulong elapsed = now - bucket.Time;
        ulong fresh = elapsed >= NanosecondsPerSecond ? PacketsPerSecond : elapsed * PacketsPerSecond / NanosecondsPerSecond;
        ulong tokens = bucket.Tokens + fresh;
        if (tokens > Burst)
            tokens = Burst;
        if (fresh != 0)
            bucket.Time = now;
        if (tokens == 0)
        {
            bucket.Tokens = 0;
            return false;
        }

        bucket.Tokens = tokens - 1;
        return true;
    }

    public struct Bucket
    {
        public ulong Tokens;
        public ulong Time;
    }
}
