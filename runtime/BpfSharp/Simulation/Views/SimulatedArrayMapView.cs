using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IArrayMapView{TValue}"/>
internal sealed class SimulatedArrayMapView<TValue>(ArrayStorage storage) : SimulatedMapView<ArrayStorage>(storage), IArrayMapView<TValue>
    where TValue : unmanaged
{
    public TValue this[uint index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
            lock (Gate)
                return Memory.FromBytes<TValue>(Storage.Options.Fields.Shown(MemoryMarshal.CreateReadOnlySpan(ref Storage.Lookup(Memory.ToBytes(index), cpu: 0), Unsafe.SizeOf<TValue>())));
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
            RequireNotFrozen();
            lock (Gate)
                Storage.Update(Memory.ToBytes(index), Memory.ToBytes(value), flags: 0, cpu: 0);
        }
    }

    // A simulation's lock keeps halves away anyway.
    public TValue ReadLocked(uint index)
    {
        RequireLock();
        return this[index];
    }

    public void WriteLocked(uint index, TValue value)
    {
        RequireLock();
        this[index] = value;
    }

    public void Read(uint start, Span<TValue> values)
    {
        RequireRange(start, values.Length);
        for (int i = 0; i < values.Length; i++)
            values[i] = this[start + (uint)i];
    }

    public void Write(uint start, ReadOnlySpan<TValue> values)
    {
        RequireRange(start, values.Length);
        for (int i = 0; i < values.Length; i++)
            this[start + (uint)i] = values[i];
    }

    public MappedArray<TValue> Map()
    {
        RequireNotFrozen();
        return Storage.Options.IsMappable
            ? new(ref Storage.Lookup(Memory.ToBytes(0u), cpu: 0), MaxEntries, Storage.Options.ValueSize + 7 & ~7, null)
            : throw new InvalidOperationException($"The map '{Name}' is not declared with MapFlags.Mappable.");
    }

    public IEnumerator<TValue> GetEnumerator()
    {
        for (uint i = 0; i < MaxEntries; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void RequireRange(uint start, int count)
    {
        if ((ulong)start + (uint)count > MaxEntries)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The map '{Name}' has {MaxEntries} entries.");
    }
}
