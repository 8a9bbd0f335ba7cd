using System.Globalization;

namespace BpfSharp.Tool.Output;

/// <summary>Names of <c>enum bpf_map_type</c>, as bpftool gives them.</summary>
internal static class MapTypeNames
{
    private static readonly string[] s_names =
    [
        "unspec", "hash", "array", "prog_array", "perf_event_array", "percpu_hash", "percpu_array", "stack_trace",
        "cgroup_array", "lru_hash", "lru_percpu_hash", "lpm_trie", "array_of_maps", "hash_of_maps", "devmap", "sockmap",
        "cpumap", "xskmap", "sockhash", "cgroup_storage", "reuseport_sockarray", "percpu_cgroup_storage", "queue", "stack",
        "sk_storage", "devmap_hash", "struct_ops", "ringbuf", "inode_storage", "task_storage", "bloom_filter",
        "user_ringbuf", "cgrp_storage", "arena",
    ];

    public static string Of(int type) => type >= 0 && type < s_names.Length ? s_names[type] : type.ToString(CultureInfo.InvariantCulture);
}
