namespace BpfSharp;

/// <summary>What <see cref="PacketContext.CheckMtu"/> has found (<c>BPF_MTU_CHK_RET_*</c> of <c>linux/bpf.h</c>). Negative numbers are error numbers.</summary>
public enum MtuCheckResult
{
    /// <summary>Arguments that do not go together (<c>-EINVAL</c>).</summary>
    Invalid = -22,

    /// <summary>There is no such interface (<c>-ENODEV</c>).</summary>
    NoInterface = -19,

    /// <summary>The packet fits.</summary>
    Fits = 0,

    /// <summary>The packet is too large.</summary>
    TooLarge = 1,

    /// <summary>A segment of it is too large.</summary>
    SegmentTooLarge = 2,
}
