using BpfSharp.CompilerServices;
using BpfSharp.Simulation;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>An array of maps (<c>BPF_MAP_TYPE_ARRAY_OF_MAPS</c>, Linux 4.12), all alike: <c>new ArrayOfMaps&lt;HashMap&lt;uint, long&gt;&gt;(8, new(maxEntries: 64))</c>. User space makes and exchanges them while programs run.</summary>
/// <typeparam name="TInner">The map class of the entries: any but program arrays and maps of maps.</typeparam>
[BpfMap(12, Name = "BPF_MAP_TYPE_ARRAY_OF_MAPS", KeySize = sizeof(uint), ValueSize = sizeof(uint), Inner = 0, View = "ArrayOfMaps", Since = "4.12")]
public sealed class ArrayOfMaps<TInner> : MapOfMapsDeclaration
    where TInner : MapDeclaration
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Number of entries; all are empty at first.</param>
    /// <param name="template">What the entries are like; it is no map itself.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    /// <param name="maps">Maps that are entries from the load on, in order: other fields of the class, declared before; <see langword="null"/> leaves an entry empty.</param>
    public ArrayOfMaps(uint maxEntries, TInner template, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None, TInner?[]? maps = null)
        : base(maxEntries, template, flags, pinning) => Initial = maps ?? [];

    /// <summary>The map of an entry: <c>if (Tenants.Find(index) is { } flows) ...</c>.</summary>
    /// <param name="index">Index from 0.</param>
    /// <returns>The map; <see langword="null"/> where the entry is empty or out of range. Using that faults (<see cref="FaultKind.NullReference"/>).</returns>
    [BpfHelper(1, Name = "bpf_map_lookup_elem (map in array)", Since = "4.12", Effects = BpfHelperEffects.ReturnsMap)]
    public TInner? Find([BpfArgument(BpfArgumentKind.MapKey)] in uint index) => (TInner?)SimulationRun.Require(this).InnerMap(this, BpfHelpers.Bytes(in index));

    internal override MapStorage CreateStorage(MapStorageOptions options) => new MapOfMapsStorage(options.KeyedBy<uint, uint>(), Template, isArray: true);
}
