using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Which map values may have spin locks and timers (<c>map_check_btf</c>, <c>btf_parse_fields</c>).</summary>
internal static class KernelFieldRules
{
    private const int MaxDepth = 16;
    private const int HashMap = 1; // BPF_MAP_TYPE_HASH
    private const int ArrayMap = 2; // BPF_MAP_TYPE_ARRAY
    private const int LruHashMap = 9; // BPF_MAP_TYPE_LRU_HASH

    private static readonly Row[] s_rows =
    {
        new("bpf_spin_lock", "BPF1050", new[] { HashMap, ArrayMap }, "only hash maps and arrays that all CPUs share can have locks", "a value has one lock, as a field of its own type"),
        new("bpf_timer", "BPF2051", new[] { HashMap, ArrayMap, LruHashMap }, "only hash maps and arrays that all CPUs share can have timers", "a value has one timer, as a field of its own type"),
    };

    /// <summary>Why values of the type can't have the locks and timers that they have, by rule.</summary>
    public static IEnumerable<(string Rule, string Problem)> Problems(int mapType, ITypeSymbol value)
    {
        foreach (Row row in s_rows)
        {
            int all = Count(row.KernelName, value, depth: 0);
            if (all == 0)
                continue;
            if (!row.MapTypes.Contains(mapType))
                yield return (row.Rule, row.WrongMap);
            else if (all != 1 || MemoryLayout.InstanceFields(value).Count(f => Is(row.KernelName, f.Type)) != 1)
                yield return (row.Rule, row.WrongPlace);
        }
    }

    private static bool Is(string kernelName, ITypeSymbol type) =>
        RuntimeAttributes.Find(type.OriginalDefinition, RuntimeAttributes.KernelType) is { } attribute && RuntimeAttributes.Argument0<string>(attribute) == kernelName;

    private static int Count(string kernelName, ITypeSymbol type, int depth)
    {
        if (Is(kernelName, type))
            return 1;
        return type.TypeKind == TypeKind.Struct && depth < MaxDepth && MemoryLayout.PrimitiveSize(type) == 0
            ? MemoryLayout.InstanceFields(type).Sum(f => Count(kernelName, f.Type, depth + 1))
            : 0;
    }

    private sealed record Row(string KernelName, string Rule, int[] MapTypes, string WrongMap, string WrongPlace);
}
