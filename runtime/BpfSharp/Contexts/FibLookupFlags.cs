using System;

namespace BpfSharp;

/// <summary>How <see cref="PacketContext.LookupRoute"/> looks (<c>BPF_FIB_LOOKUP_*</c> of <c>linux/bpf.h</c>).</summary>
[Flags]
public enum FibLookupFlags
{
    /// <summary>As for a packet that came in, by the routing rules.</summary>
    None = 0,

    /// <summary>In the main table (of a VRF: its own) without the routing rules.</summary>
    Direct = 1,

    /// <summary>As for a packet of this host that goes out by the interface.</summary>
    Output = 2,

    /// <summary>Without asking for the neighbour's link address (Linux 6.3).</summary>
    SkipNeighbor = 4,

    /// <summary>With <see cref="Direct"/>: in the table that <see cref="BpfFibLookup.TableId"/> says (Linux 6.5).</summary>
    TableId = 8,

    /// <summary>Tells the source address to use (Linux 6.7).</summary>
    Source = 16,

    /// <summary>The routing rules see <see cref="BpfFibLookup.Mark"/> (Linux 6.10).</summary>
    Mark = 32,
}
