using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A set that knows for certain what it does not have (<c>BPF_MAP_TYPE_BLOOM_FILTER</c>, Linux 5.16): small and fast, without removal.</summary>
/// <remarks>A simulation has no false positives; the kernel's depend on a random seed.</remarks>
/// <typeparam name="T">The value: unmanaged, without padding that differs. Values are equal when their bytes are.</typeparam>
[BpfMap(30, Name = "BPF_MAP_TYPE_BLOOM_FILTER", Value = 0, View = "BloomFilter", Since = "5.16")]
public sealed class BloomFilterMap<T> : MapDeclaration
    where T : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Values that are expected; with more, false positives become frequent.</param>
    /// <param name="hashFunctions">Hash functions, 1 to 15: more give fewer false positives, up to a point, and cost time.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public BloomFilterMap(uint maxEntries, uint hashFunctions = 5, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning) => HashFunctions = hashFunctions;

    /// <summary>Declared number of hash functions.</summary>
    [BpfNotInProgram("a constant")]
    public uint HashFunctions { get; }

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was possible: always.</returns>
    [BpfFunction]
    public bool Add(scoped in T value) => BpfHelpers.BloomFilterAdd(this, in value, (ulong)MapUpdate.Any) == 0;

    /// <summary>Whether a value may have been added.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False: it was not added. True: it was, or others have set the same bits.</returns>
    [BpfFunction]
    public bool MayContain(scoped in T value) => BpfHelpers.BloomFilterPeek(this, in value) == 0;

    internal override MapStorage CreateStorage(MapStorageOptions options) => new BloomFilterStorage(options.Keyless<T>());
}
