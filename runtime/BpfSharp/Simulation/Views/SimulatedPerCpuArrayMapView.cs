using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IPerCpuArrayMapView{TValue}"/>
internal sealed class SimulatedPerCpuArrayMapView<TValue>(PerCpuArrayStorage storage) : SimulatedMapView<PerCpuArrayStorage>(storage), IPerCpuArrayMapView<TValue>
    where TValue : unmanaged
{
    int IPerCpuArrayMapView<TValue>.CpuCount => CpuCount;

    public TValue[] this[uint index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
            var values = new TValue[CpuCount];
            lock (Gate)
            {
                for (int cpu = 0; cpu < values.Length; cpu++)
                    values[cpu] = Unsafe.ReadUnaligned<TValue>(ref Storage.Lookup(Memory.ToBytes(index), cpu));
            }

            return values;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
            PerCpuValues.Check(Name, value, CpuCount);
            lock (Gate)
            {
                for (int cpu = 0; cpu < value.Length; cpu++)
                    Storage.Update(Memory.ToBytes(index), Memory.ToBytes(value[cpu]), flags: 0, cpu);
            }
        }
    }

    public IEnumerator<TValue[]> GetEnumerator()
    {
        for (uint i = 0; i < MaxEntries; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
