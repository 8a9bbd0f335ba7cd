namespace BpfSharp;

/// <summary>What <see cref="PacketContext.LookupRoute"/> has found (<c>BPF_FIB_LKUP_RET_*</c> of <c>linux/bpf.h</c>). Negative numbers are error numbers.</summary>
public enum FibLookupResult
{
    /// <summary>Addresses of an unknown family (<c>-EAFNOSUPPORT</c>).</summary>
    UnknownFamily = -97,

    /// <summary>Flags that this kernel does not know (<c>-EINVAL</c>).</summary>
    Invalid = -22,

    /// <summary>There is no such interface (<c>-ENODEV</c>).</summary>
    NoInterface = -19,

    /// <summary>Route and neighbour are known: the packet can be forwarded.</summary>
    Success = 0,

    /// <summary>The packet is to be dropped in silence.</summary>
    Blackhole = 1,

    /// <summary>The destination can't be reached.</summary>
    Unreachable = 2,

    /// <summary>Forwarding is prohibited.</summary>
    Prohibited = 3,

    /// <summary>The packet is not forwarded: it is for this host, or there is no route.</summary>
    NotForwarded = 4,

    /// <summary>The interface does not forward.</summary>
    ForwardingDisabled = 5,

    /// <summary>The route encapsulates, which this lookup does not do.</summary>
    UnsupportedTunnel = 6,

    /// <summary>The neighbour's link address is not known; let the stack find it.</summary>
    NoNeighbor = 7,

    /// <summary>The packet is larger than the route's MTU.</summary>
    FragmentationNeeded = 8,

    /// <summary>There is no source address to use (Linux 6.7).</summary>
    NoSourceAddress = 9,
}
