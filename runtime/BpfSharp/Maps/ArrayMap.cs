using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>An array (<c>BPF_MAP_TYPE_ARRAY</c>, Linux 3.19) that all CPUs and user space share.</summary>
/// <typeparam name="TValue">The value: unmanaged.</typeparam>
[BpfMap(2, Name = "BPF_MAP_TYPE_ARRAY", KeySize = sizeof(uint), Value = 0, View = "Array", Since = "3.19")]
public sealed class ArrayMap<TValue> : MapDeclaration
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Number of entries; all exist from the start and are zero.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public ArrayMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>The value in place. Faults (<see cref="FaultKind.MissingMapEntry"/>) where the index is not below the number of entries.</summary>
    /// <param name="index">Index from 0.</param>
    public ref TValue this[uint index]
    {
        [BpfFunction]
        get
        {
            ref TValue found = ref BpfHelpers.MapLookup<uint, TValue>(this, in index);
            if (Unsafe.IsNullRef(ref found))
                throw new MissingMapEntryException();
            return ref found;
        }
    }

    /// <summary>A copy of the value.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="value">The value; zero where the index is out of range.</param>
    /// <returns>Whether the index is below the number of entries.</returns>
    [BpfFunction]
    public bool TryGetValue(uint index, out TValue value)
    {
        ref TValue found = ref BpfHelpers.MapLookup<uint, TValue>(this, in index);
        if (Unsafe.IsNullRef(ref found))
        {
            value = default;
            return false;
        }

        value = found;
        return true;
    }

    /// <summary>The value in place.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="value">The value; absent where the index is out of range.</param>
    /// <returns>Whether the index is below the number of entries.</returns>
    [BpfFunction]
    public bool TryGetRef(uint index, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.MapLookup<uint, TValue>(this, in index));
        return !value.IsAbsent;
    }

    /// <summary>Replaces the value.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the index is below the number of entries.</returns>
    [BpfFunction]
    public bool Set(uint index, scoped in TValue value) => BpfHelpers.MapUpdate(this, in index, in value, (ulong)MapUpdate.Any) == 0;

    /// <summary>Replaces a value, and tells the kernel's own words when it can't.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="value">The value.</param>
    /// <param name="update">How: <see cref="MapUpdate.Lock"/>, as a rule.</param>
    /// <returns>0, or a negative error number: <c>-E2BIG</c> (-7) where the index is not below the number of entries, <c>-EEXIST</c> (-17) for <see cref="MapUpdate.Add"/>.</returns>
    [BpfFunction]
    public int Update(uint index, scoped in TValue value, MapUpdate update = MapUpdate.Any) => BpfHelpers.MapUpdate(this, in index, in value, (ulong)update);

    internal override MapStorage CreateStorage(MapStorageOptions options) => new ArrayStorage(options.KeyedBy<uint, TValue>());
}
