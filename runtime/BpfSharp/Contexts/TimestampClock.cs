namespace BpfSharp;

/// <summary>The clock of a packet's time stamp (<c>BPF_SKB_CLOCK_*</c> of <c>linux/bpf.h</c>).</summary>
public enum TimestampClock
{
    /// <summary>When the packet was received, of <c>CLOCK_REALTIME</c>; or none. Until Linux 6.10 only a stamp of 0 can be set with it.</summary>
    Realtime = 0,

    /// <summary>When the packet is to be sent, of <c>CLOCK_MONOTONIC</c>: what <c>fq</c> goes by.</summary>
    Monotonic = 1,

    /// <summary>When the packet is to be sent, of <c>CLOCK_TAI</c>: what <c>etf</c> goes by (Linux 6.11).</summary>
    Tai = 2,
}
