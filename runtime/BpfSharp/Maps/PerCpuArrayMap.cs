using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>An array (<c>BPF_MAP_TYPE_PERCPU_ARRAY</c>, Linux 4.6) that each CPU has for itself: no contention, and user space adds up.</summary>
/// <typeparam name="TValue">The value: unmanaged.</typeparam>
[BpfMap(6, Name = "BPF_MAP_TYPE_PERCPU_ARRAY", KeySize = sizeof(uint), Value = 0, View = "PerCpuArray", Since = "4.6")]
public sealed class PerCpuArrayMap<TValue> : MapDeclaration
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Number of entries; all exist from the start and are zero.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public PerCpuArrayMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>The value in place of this CPU. Faults (<see cref="FaultKind.MissingMapEntry"/>) where the index is not below the number of entries.</summary>
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

    /// <summary>A copy of the value of this CPU.</summary>
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

    /// <summary>The value in place of this CPU.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="value">The value; absent where the index is out of range.</param>
    /// <returns>Whether the index is below the number of entries.</returns>
    [BpfFunction]
    public bool TryGetRef(uint index, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.MapLookup<uint, TValue>(this, in index));
        return !value.IsAbsent;
    }

    /// <summary>Replaces the value of this CPU.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the index is below the number of entries.</returns>
    [BpfFunction]
    public bool Set(uint index, scoped in TValue value) => BpfHelpers.MapUpdate(this, in index, in value, (ulong)MapUpdate.Any) == 0;

    /// <summary>The value in place of another CPU (Linux 5.19); that CPU may change it meanwhile.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="cpu">Number of the CPU.</param>
    /// <param name="value">The value; absent where there is none, or no such CPU.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetRefOfCpu(uint index, uint cpu, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.MapLookupPerCpu<uint, TValue>(this, in index, cpu));
        return !value.IsAbsent;
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new PerCpuArrayStorage(options.KeyedBy<uint, TValue>());
}
