using System;

namespace BpfSharp;

/// <summary>How a timer is started (<c>BPF_F_TIMER_*</c>).</summary>
[Flags]
public enum TimerStart : ulong
{
    /// <summary>So many nanoseconds from now.</summary>
    None = 0,

    /// <summary>At a time of its clock (Linux 6.4).</summary>
    Absolute = 1,

    /// <summary>On this CPU (Linux 6.7).</summary>
    ThisCpu = 2,
}
