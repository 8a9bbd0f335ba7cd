using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IPerCpuHashMapView{TKey,TValue}"/>
internal sealed class SimulatedPerCpuHashMapView<TKey, TValue>(PerCpuHashStorage storage)
    : SimulatedMapView<PerCpuHashStorage>(storage), IPerCpuHashMapView<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    int IPerCpuHashMapView<TKey, TValue>.CpuCount => CpuCount;

    public TValue[] this[TKey key]
    {
        get => TryGetValue(key, out TValue[] values) ? values : throw new KeyNotFoundException($"The map '{Name}' has no entry with the key {key}.");

        set
        {
            PerCpuValues.Check(Name, value, CpuCount);
            byte[] bytes = Memory.ToBytes(key);
            lock (Gate)
            {
                for (int cpu = 0; cpu < value.Length; cpu++)
                {
                    if (Storage.Update(bytes, Memory.ToBytes(value[cpu]), flags: 0, cpu) is < 0 and var error)
                        throw Refused(error);
                }
            }
        }
    }

    public bool TryGetValue(TKey key, out TValue[] values)
    {
        lock (Gate)
            return TryRead(Memory.ToBytes(key), out values);
    }

    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public bool Remove(TKey key)
    {
        lock (Gate)
            return Storage.Delete(Memory.ToBytes(key)) == 0;
    }

    public void Clear()
    {
        lock (Gate)
            Storage.Clear();
    }

    public int CountEntries()
    {
        lock (Gate)
            return Storage.Count;
    }

    public IEnumerator<KeyValuePair<TKey, TValue[]>> GetEnumerator()
    {
        var entries = new List<KeyValuePair<TKey, TValue[]>>();
        lock (Gate)
        {
            foreach (byte[] key in Storage.Keys())
            {
                TryRead(key, out TValue[] values);
                entries.Add(KeyValuePair.Create(Memory.FromBytes<TKey>(key), values));
            }
        }

        return entries.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool TryRead(byte[] key, out TValue[] values)
    {
        values = [];
        if (Unsafe.IsNullRef(ref Storage.Lookup(key, cpu: 0)))
            return false;
        values = new TValue[CpuCount];
        for (int cpu = 0; cpu < values.Length; cpu++)
            values[cpu] = Unsafe.ReadUnaligned<TValue>(ref Storage.Lookup(key, cpu));
        return true;
    }
}
