using BpfSharp.CompilerServices;
using BpfSharp.Simulation;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>Maps by key (<c>BPF_MAP_TYPE_HASH_OF_MAPS</c>, Linux 4.12), all alike: <c>new HashOfMaps&lt;uint, HashMap&lt;uint, long&gt;&gt;(8, new(maxEntries: 64))</c>. User space makes and exchanges them while programs run.</summary>
/// <typeparam name="TKey">The key: unmanaged, without padding (a diagnostic finds it). Keys are equal when their bytes are.</typeparam>
/// <typeparam name="TInner">The map class of the entries: any but program arrays and maps of maps.</typeparam>
[BpfMap(13, Name = "BPF_MAP_TYPE_HASH_OF_MAPS", Key = 0, ValueSize = sizeof(uint), Inner = 1, View = "HashOfMaps", Since = "4.12")]
public sealed class HashOfMaps<TKey, TInner> : MapOfMapsDeclaration
    where TKey : unmanaged
    where TInner : MapDeclaration
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Entries that fit; adding more fails.</param>
    /// <param name="template">What the entries are like; it is no map itself.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public HashOfMaps(uint maxEntries, TInner template, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, template, flags, pinning)
    {
    }

    /// <summary>The map of an entry: <c>if (Tenants.Find(address) is { } flows) ...</c>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The map; <see langword="null"/> where there is no such entry. Using that faults (<see cref="FaultKind.NullReference"/>).</returns>
    [BpfHelper(1, Name = "bpf_map_lookup_elem (map in hash)", Since = "4.12", Effects = BpfHelperEffects.ReturnsMap)]
    public TInner? Find([BpfArgument(BpfArgumentKind.MapKey)] in TKey key) => (TInner?)SimulationRun.Require(this).InnerMap(this, BpfHelpers.Bytes(in key));

    internal override MapStorage CreateStorage(MapStorageOptions options) => new MapOfMapsStorage(options.KeyedBy<TKey, uint>(), Template, isArray: false);
}
