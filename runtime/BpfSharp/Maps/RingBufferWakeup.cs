namespace BpfSharp;

/// <summary>Whether a record written to a ring buffer wakes user space (<c>BPF_RB_*</c>).</summary>
public enum RingBufferWakeup
{
    /// <summary>If user space had read all records before this one.</summary>
    WhenRead = 0,

    /// <summary>No: user space polls, or a later record wakes it.</summary>
    Never = 1,

    /// <summary>Always.</summary>
    Always = 2,
}
