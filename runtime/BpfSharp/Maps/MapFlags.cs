using System;

namespace BpfSharp;

/// <summary>Flags of a map (<c>BPF_F_*</c> of <c>linux/bpf.h</c>).</summary>
[Flags]
public enum MapFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Memory is taken entry by entry as needed (<c>BPF_F_NO_PREALLOC</c>). An LPM trie always has it.</summary>
    NoPreallocation = 1 << 0,

    /// <summary>LRU: each CPU evicts from its own list (<c>BPF_F_NO_COMMON_LRU</c>).</summary>
    PerCpuLruLists = 1 << 1,

    /// <summary>User space may only read (<c>BPF_F_RDONLY</c>).</summary>
    ReadOnlyForUserSpace = 1 << 3,

    /// <summary>User space may only write (<c>BPF_F_WRONLY</c>).</summary>
    WriteOnlyForUserSpace = 1 << 4,

    /// <summary>Hash maps: do not seed the hash function (<c>BPF_F_ZERO_SEED</c>); for measurements only.</summary>
    ZeroSeed = 1 << 6,

    /// <summary>Programs may only read (<c>BPF_F_RDONLY_PROG</c>).</summary>
    ReadOnlyForPrograms = 1 << 7,

    /// <summary>Programs may only write (<c>BPF_F_WRONLY_PROG</c>).</summary>
    WriteOnlyForPrograms = 1 << 8,

    /// <summary>Values of sockets: one that a listener accepts gets a copy of the listener's value (<c>BPF_F_CLONE</c>).</summary>
    CopyToAccepted = 1 << 9,

    /// <summary>Array maps: user space may map the values into its memory (<c>BPF_F_MMAPABLE</c>, Linux 5.5).</summary>
    Mappable = 1 << 10,
}
