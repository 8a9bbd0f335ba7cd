using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Frontend.Gather;

/// <summary>What the kernel asks of one map type beyond what holds for all; it refuses other maps with EINVAL.</summary>
/// <param name="RequiredFlag">A <c>BPF_F_*</c> flag that must be set; 0 for none.</param>
/// <param name="RequiredFlagName">As the runtime calls it.</param>
/// <param name="IsRing">The size is bytes: a power of two and a multiple of the page size (<c>ringbuf_map_alloc</c>).</param>
/// <param name="HasPrefixKey">The key is a u32 number of bits and 1 to 256 bytes (<c>trie_alloc</c>).</param>
/// <param name="CanBeInner">Maps of maps may have entries of this type: it has a <c>map_meta_equal</c> (<c>bpf_map_meta_alloc</c>).</param>
/// <param name="IsSizedByLoader">No entries declared: loaders make one for each CPU.</param>
internal sealed record MapTypeRule(int MapType, uint RequiredFlag = 0, string RequiredFlagName = "", bool IsRing = false, bool HasPrefixKey = false, bool CanBeInner = true, bool IsSizedByLoader = false)
{
    private static readonly MapTypeRule s_plain = new(0);

    private static readonly IReadOnlyDictionary<int, MapTypeRule> s_rules = new[]
    {
        new MapTypeRule(3, CanBeInner: false), // BPF_MAP_TYPE_PROG_ARRAY
        new MapTypeRule(4, IsSizedByLoader: true), // BPF_MAP_TYPE_PERF_EVENT_ARRAY
        new MapTypeRule(12, CanBeInner: false), // BPF_MAP_TYPE_ARRAY_OF_MAPS
        new MapTypeRule(13, CanBeInner: false), // BPF_MAP_TYPE_HASH_OF_MAPS
        new MapTypeRule(11, RequiredFlag: 1, RequiredFlagName: "NoPreallocation", HasPrefixKey: true), // BPF_MAP_TYPE_LPM_TRIE
        new MapTypeRule(27, IsRing: true), // BPF_MAP_TYPE_RINGBUF
        new MapTypeRule(31, IsRing: true), // BPF_MAP_TYPE_USER_RINGBUF
    }.ToDictionary(static r => r.MapType);

    public static MapTypeRule Of(int mapType) => s_rules.TryGetValue(mapType, out MapTypeRule? rule) ? rule : s_plain;
}
