using System;
using System.Runtime.CompilerServices;

namespace BpfSharp.Loader.Maps;

/// <summary>A map as it is created: the object's declaration with overrides applied.</summary>
/// <param name="PinPath">File in a BPF file system, or null.</param>
internal sealed record MapShape(
    string Name, int MapType, int KeySize, int ValueSize, uint MaxEntries, uint Flags, int KeyTypeId, int ValueTypeId, string? PinPath = null)
{
    /// <summary>What the type's own field <c>map_extra</c> says: hash functions of a bloom filter.</summary>
    public uint Extra { get; init; }

    /// <summary>Of a map of maps: what its entries are like.</summary>
    public MapShape? Inner { get; init; }

    /// <summary>Of a perf event array: bytes of each CPU's ring.</summary>
    public uint BytesPerCpu { get; init; }

    /// <summary>Of a perf event array: bytes that wait before the reader is woken; 0: each event wakes.</summary>
    public uint WatermarkBytes { get; init; }

    /// <summary>NUMA node that has the memory, or null.</summary>
    public uint? NumaNode { get; init; }

    /// <summary>What happens where a map is pinned at the path already.</summary>
    public PinPolicy PinPolicy { get; init; }

    /// <summary>How old values become new ones, or null.</summary>
    public MapMigration? Migration { get; init; }

    /// <summary>Whether a lookup gives one value for each possible CPU.</summary>
    public bool IsPerCpu => MapType is Syscalls.MapType.PerCpuArray or Syscalls.MapType.PerCpuHash or Syscalls.MapType.LruPerCpuHash;

    /// <summary>Bytes from one CPU's value to the next.</summary>
    public int Stride => ValueSize + 7 & ~7;

    /// <summary>Bytes that a lookup writes.</summary>
    public int LookupSize => IsPerCpu ? Stride * PossibleCpus.Value : ValueSize;

    /// <exception cref="ArgumentException">A key is not of that many bytes.</exception>
    public void RequireKey<TKey>()
        where TKey : unmanaged
    {
        if (Unsafe.SizeOf<TKey>() != KeySize)
            throw new ArgumentException($"Keys of map '{Name}' have {KeySize} bytes; a {typeof(TKey).Name} has {Unsafe.SizeOf<TKey>()}.");
    }

    /// <exception cref="ArgumentException">A value is not of that many bytes.</exception>
    public void RequireValue<TValue>()
        where TValue : unmanaged
    {
        if (Unsafe.SizeOf<TValue>() != ValueSize)
            throw new ArgumentException($"Values of map '{Name}' have {ValueSize} bytes; a {typeof(TValue).Name} has {Unsafe.SizeOf<TValue>()}.");
    }

    /// <exception cref="ArgumentException">The map is of another type.</exception>
    public void RequireType(string view, params ReadOnlySpan<int> types)
    {
        if (!types.Contains(MapType))
            throw new ArgumentException($"Map '{Name}' of type {MapType} can't be seen as {view}.");
    }
}
