namespace BpfSharp;

/// <summary>What may be changed about a declared map before its programs are loaded.</summary>
public sealed class MapOptions
{
    /// <summary>Another number of entries (of a ring buffer: bytes); <see langword="null"/>: as declared.</summary>
    public uint? MaxEntries { get; set; }

    internal const uint DefaultBytesPerCpu = 1 << 16;

    /// <summary>Of a perf event array: bytes of the ring of each CPU, a power of two and at least a page; <see langword="null"/>: 64 KiB.</summary>
    public uint? BytesPerCpu { get; set; }

    /// <summary>Of a perf event array: bytes that have to wait on a CPU before a reader that waits is woken, to spare wakeups; <see langword="null"/>: each event wakes.
    /// What waits below can be read at any time without waiting. Simulations ignore it.</summary>
    public uint? WatermarkBytes { get; set; }

    /// <summary>The NUMA node that the map's memory is taken from (<c>BPF_F_NUMA_NODE</c>); <see langword="null"/>: as the kernel likes. Simulations ignore it.</summary>
    public uint? NumaNode { get; set; }

    /// <summary>A path in a BPF file system to share the map by; <see langword="null"/>: as declared. Simulations ignore it.</summary>
    public string? PinPath { get; set; }

    /// <summary>What happens where a map is pinned at that path already. Simulations ignore it.</summary>
    public PinPolicy PinPolicy { get; set; }

    /// <summary>For <see cref="PinPolicy.Migrate"/>: makes a value of this map out of one of the pinned map.</summary>
    public MapMigration? Migration { get; set; }
}
