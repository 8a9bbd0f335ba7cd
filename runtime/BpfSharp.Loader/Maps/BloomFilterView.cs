using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Bloom filter.</summary>
internal sealed unsafe class BloomFilterView<T> : IBloomFilterView<T>
    where T : unmanaged
{
    private readonly KernelMap _map;

    public BloomFilterView(KernelMap map)
    {
        map.Shape.RequireType("a bloom filter", MapType.BloomFilter);
        map.Shape.RequireValue<T>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public void Add(T value)
    {
        int result = _map.Update(null, &value, (ulong)MapUpdate.Any);
        if (result < 0)
            throw _map.Failure("add to", result);
    }

    public bool MayContain(T value) => MapFailures.Found(_map, "read", _map.Lookup(null, &value));
}
