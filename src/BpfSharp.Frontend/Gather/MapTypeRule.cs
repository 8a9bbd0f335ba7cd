using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Frontend.Gather;

/// <summary>What the kernel asks of one map type beyond what holds for all; it refuses other maps with EINVAL.</summary>
/// <param name="AllowedFlags"><c>BPF_F_*</c> flags that may be set.</param>
/// <param name="RequiredFlag">A <c>BPF_F_*</c> flag that must be set; 0 for none.</param>
/// <param name="RequiredFlagName">As the runtime calls it.</param>
/// <param name="IsRing">The size is bytes: a power of two and a multiple of the page size (<c>ringbuf_map_alloc</c>).</param>
/// <param name="HasPrefixKey">The key is a u32 number of bits and 1 to 256 bytes (<c>trie_alloc</c>).</param>
/// <param name="CanBeInner">Maps of maps may have entries of this type: it has a <c>map_meta_equal</c> (<c>bpf_map_meta_alloc</c>).</param>
/// <param name="IsSizedByLoader">No entries declared: loaders make one for each CPU, or the map has no limit.</param>
/// <param name="MaxValueSize">Bytes of the largest value where they are fewer than in other maps; 0: as in others.</param>
/// <param name="IsPerCpu">Each CPU has values of its own, in memory of which the kernel gives less at once (<c>PCPU_MIN_UNIT_SIZE</c>).</param>
internal sealed record MapTypeRule(
    int MapType, uint AllowedFlags, uint RequiredFlag = 0, string RequiredFlagName = "", bool IsRing = false, bool HasPrefixKey = false, bool CanBeInner = true, bool IsSizedByLoader = false, bool IsPerCpu = false, int MaxValueSize = 0)
{
    // BPF_LOCAL_STORAGE_MAX_VALUE_SIZE: 64 KiB less the element's head.
    private const int MaxStorageSize = 65_000;

    // BPF_F_*
    private const uint NoPreallocation = 1 << 0;
    private const uint PerCpuLruLists = 1 << 1;
    private const uint NumaNode = 1 << 2;
    private const uint UserAccess = (1 << 3) | (1 << 4);
    private const uint ZeroSeed = 1 << 6;
    private const uint ProgramAccess = (1 << 7) | (1 << 8);
    private const uint CloneFlag = 1 << 9;
    private const uint Mappable = 1 << 10;
    private const uint Access = UserAccess | ProgramAccess;

    private static readonly MapTypeRule s_plain = new(0, uint.MaxValue);

    // Flags as in each type's map_alloc_check of kernel/bpf, and as Linux 6.18 answers when it is asked for each alone.
    private static readonly IReadOnlyDictionary<int, MapTypeRule> s_rules = new[]
    {
        new MapTypeRule(1, NoPreallocation | NumaNode | Access | ZeroSeed), // BPF_MAP_TYPE_HASH
        new MapTypeRule(2, NumaNode | Access | Mappable), // BPF_MAP_TYPE_ARRAY
        new MapTypeRule(3, NumaNode | UserAccess, CanBeInner: false), // BPF_MAP_TYPE_PROG_ARRAY
        new MapTypeRule(4, NumaNode | UserAccess, IsSizedByLoader: true), // BPF_MAP_TYPE_PERF_EVENT_ARRAY
        new MapTypeRule(5, NoPreallocation | Access | ZeroSeed, IsPerCpu: true), // BPF_MAP_TYPE_PERCPU_HASH
        new MapTypeRule(6, Access, IsPerCpu: true), // BPF_MAP_TYPE_PERCPU_ARRAY
        new MapTypeRule(9, PerCpuLruLists | NumaNode | Access | ZeroSeed), // BPF_MAP_TYPE_LRU_HASH
        new MapTypeRule(10, PerCpuLruLists | Access | ZeroSeed, IsPerCpu: true), // BPF_MAP_TYPE_LRU_PERCPU_HASH
        new MapTypeRule(11, NoPreallocation | NumaNode | Access, RequiredFlag: NoPreallocation, RequiredFlagName: nameof(NoPreallocation), HasPrefixKey: true), // BPF_MAP_TYPE_LPM_TRIE
        new MapTypeRule(12, NumaNode | UserAccess, CanBeInner: false), // BPF_MAP_TYPE_ARRAY_OF_MAPS
        new MapTypeRule(13, NoPreallocation | NumaNode | Access | ZeroSeed, CanBeInner: false), // BPF_MAP_TYPE_HASH_OF_MAPS
        new MapTypeRule(14, NumaNode | UserAccess), // BPF_MAP_TYPE_DEVMAP
        new MapTypeRule(15, NumaNode | UserAccess), // BPF_MAP_TYPE_SOCKMAP
        new MapTypeRule(16, NumaNode), // BPF_MAP_TYPE_CPUMAP
        new MapTypeRule(17, NumaNode | UserAccess), // BPF_MAP_TYPE_XSKMAP
        new MapTypeRule(18, NumaNode | UserAccess), // BPF_MAP_TYPE_SOCKHASH
        new MapTypeRule(22, NumaNode | Access), // BPF_MAP_TYPE_QUEUE
        new MapTypeRule(23, NumaNode | Access), // BPF_MAP_TYPE_STACK
        new MapTypeRule(24, NoPreallocation | CloneFlag, RequiredFlag: NoPreallocation, RequiredFlagName: nameof(NoPreallocation), CanBeInner: false, IsSizedByLoader: true, MaxValueSize: MaxStorageSize), // BPF_MAP_TYPE_SK_STORAGE
        new MapTypeRule(25, NumaNode | UserAccess), // BPF_MAP_TYPE_DEVMAP_HASH
        new MapTypeRule(27, NumaNode, IsRing: true), // BPF_MAP_TYPE_RINGBUF
        new MapTypeRule(30, NumaNode | Access | ZeroSeed), // BPF_MAP_TYPE_BLOOM_FILTER
        new MapTypeRule(31, NumaNode, IsRing: true), // BPF_MAP_TYPE_USER_RINGBUF
    }.ToDictionary(static r => r.MapType);

    public static MapTypeRule Of(int mapType) => s_rules.TryGetValue(mapType, out MapTypeRule? rule) ? rule : s_plain;
}
