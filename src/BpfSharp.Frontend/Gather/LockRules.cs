using System.Linq;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Which map values may have a spin lock (<c>map_check_btf</c>, <c>btf_find_spin_lock</c>).</summary>
internal static class LockRules
{
    private const int MaxDepth = 16;
    private const int HashMap = 1; // BPF_MAP_TYPE_HASH
    private const int ArrayMap = 2; // BPF_MAP_TYPE_ARRAY

    /// <summary>Why values of the type can't have the lock that they have; null where they have none, or may.</summary>
    public static string? Problem(int mapType, ITypeSymbol value)
    {
        int direct = MemoryLayout.InstanceFields(value).Count(static f => IsLock(f.Type));
        int all = CountLocks(value, depth: 0);
        if (all == 0)
            return null;
        if (mapType is not (HashMap or ArrayMap))
            return "only hash maps and arrays that all CPUs share can have locks";
        return all != 1 || direct != 1 ? "a value has one lock, as a field of its own type" : null;
    }

    private static bool IsLock(ITypeSymbol type) => RuntimeAttributes.Has(type.OriginalDefinition, RuntimeAttributes.KernelType);

    private static int CountLocks(ITypeSymbol type, int depth)
    {
        if (IsLock(type))
            return 1;
        return type.TypeKind == TypeKind.Struct && depth < MaxDepth && MemoryLayout.PrimitiveSize(type) == 0
            ? MemoryLayout.InstanceFields(type).Sum(f => CountLocks(f.Type, depth + 1))
            : 0;
    }
}
