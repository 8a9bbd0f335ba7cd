using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary><c>bpf_skb_set_tstamp</c> of <c>net/core/filter.c</c>.</summary>
internal static class SkbTimestamp
{
    public static int Set(TcContext context, ulong timestamp, uint clock)
    {
        // Delivery times are taken off again for inet protocols only.
        if (context.Protocol is not (EtherType.IPv4 or EtherType.IPv6))
            return -KernelError.OperationNotSupported;
        if (clock > (uint)TimestampClock.Tai || (timestamp == 0 && clock != (uint)TimestampClock.Realtime))
            return -KernelError.Invalid;
        context.Timestamp = timestamp;
        context.RawTimestampClock = (byte)clock;
        return 0;
    }
}
