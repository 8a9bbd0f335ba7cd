using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IHashMapView{TKey,TValue}"/>
internal sealed class SimulatedHashMapView<TKey, TValue>(KeyedStorage storage) : SimulatedMapView<KeyedStorage>(storage), IHashMapView<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue value) ? value : throw new KeyNotFoundException($"The map '{Name}' has no entry with the key {key}.");

        set
        {
            int result = Update(key, value, MapUpdate.Any);
            if (result < 0)
                throw Refused(result);
        }
    }

    public bool TryGetValue(TKey key, out TValue value)
    {
        lock (Gate)
        {
            ref byte found = ref Storage.Lookup(Memory.ToBytes(key), cpu: 0);
            bool exists = !Unsafe.IsNullRef(ref found);
            value = exists ? Shown(ref found) : default;
            return exists;
        }
    }

    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public bool TryAdd(TKey key, TValue value) => Update(key, value, MapUpdate.Add) switch
    {
        0 => true,
        -KernelError.Exists => false,
        var error => throw Refused(error),
    };

    public bool TryUpdate(TKey key, TValue value, MapUpdate update)
    {
        if ((update & MapUpdate.Lock) != 0)
            RequireLock();
        return Update(key, value, update) switch
        {
            0 => true,
            -KernelError.Exists or -KernelError.NoEntry => false,
            var error => throw Refused(error),
        };
    }

    // A simulation's lock keeps halves away anyway.
    public bool TryGetLocked(TKey key, out TValue value)
    {
        RequireLock();
        return TryGetValue(key, out value);
    }

    public bool Remove(TKey key)
    {
        RequireNotFrozen();
        lock (Gate)
            return Storage.Delete(Memory.ToBytes(key)) == 0;
    }

    public void Clear()
    {
        RequireNotFrozen();
        lock (Gate)
            Storage.Clear();
    }

    public int CountEntries()
    {
        lock (Gate)
            return Storage.Count;
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        IReadOnlyList<(byte[] Key, byte[] Value)> entries;
        lock (Gate)
            entries = Storage.Snapshot();
        foreach ((byte[] key, byte[] value) in entries)
            yield return KeyValuePair.Create(Memory.FromBytes<TKey>(key), Memory.FromBytes<TValue>(Storage.Options.Fields.Shown(value)));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TValue Shown(ref byte found) => Memory.FromBytes<TValue>(Storage.Options.Fields.Shown(MemoryMarshal.CreateReadOnlySpan(ref found, Unsafe.SizeOf<TValue>())));

    private int Update(TKey key, TValue value, MapUpdate update)
    {
        RequireNotFrozen();
        lock (Gate)
            return Storage.Update(Memory.ToBytes(key), Memory.ToBytes(value), (ulong)update, cpu: 0);
    }
}
