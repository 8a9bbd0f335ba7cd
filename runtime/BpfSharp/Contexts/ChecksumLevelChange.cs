namespace BpfSharp;

/// <summary>What <see cref="TcContext.ChangeChecksumLevel"/> does (<c>BPF_CSUM_LEVEL_*</c> of <c>linux/bpf.h</c>).</summary>
public enum ChecksumLevelChange
{
    /// <summary>Tells the level.</summary>
    Query = 0,

    /// <summary>A header with a right checksum comes in front.</summary>
    Increment = 1,

    /// <summary>The header in front goes.</summary>
    Decrement = 2,

    /// <summary>The stack is to check again.</summary>
    Reset = 3,
}
