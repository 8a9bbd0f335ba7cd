using System;

namespace BpfSharp;

/// <summary>What <see cref="TcContext.StoreBytes"/> does beside writing (<c>BPF_F_*</c> of <c>linux/bpf.h</c>).</summary>
[Flags]
public enum StoreFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Corrects the checksum of the whole packet that a driver has computed (<c>CHECKSUM_COMPLETE</c>).</summary>
    RecomputeChecksum = 1,

    /// <summary>Forgets the flow hash.</summary>
    InvalidateHash = 2,
}
