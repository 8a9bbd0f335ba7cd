namespace BpfSharp;

/// <summary>What a timer counts by (<c>CLOCK_*</c>).</summary>
public enum TimerClock
{
    /// <summary>Time of day (<c>CLOCK_REALTIME</c>).</summary>
    Realtime = 0,

    /// <summary>Time since boot without suspended time (<c>CLOCK_MONOTONIC</c>), as <see cref="Bpf.KtimeNs"/>.</summary>
    Monotonic = 1,

    /// <summary>Time since boot (<c>CLOCK_BOOTTIME</c>), as <see cref="Bpf.KtimeBootNs"/>.</summary>
    Boot = 7,
}
