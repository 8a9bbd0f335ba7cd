using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A hash map (<c>BPF_MAP_TYPE_HASH</c>, Linux 3.19) that all CPUs and user space share.</summary>
/// <typeparam name="TKey">The key: unmanaged, without padding (a diagnostic finds it). Keys are equal when their bytes are.</typeparam>
/// <typeparam name="TValue">The value: unmanaged. Padding bytes are stored as zero.</typeparam>
[BpfMap(1, Name = "BPF_MAP_TYPE_HASH", Key = 0, Value = 1, View = "Hash", Since = "3.19")]
public sealed class HashMap<TKey, TValue> : MapDeclaration
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Entries that fit; adding more fails.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public HashMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>The value in place. Faults (<see cref="FaultKind.MissingMapEntry"/>) where there is none.</summary>
    /// <param name="key">The key.</param>
    public ref TValue this[scoped in TKey key]
    {
        [BpfFunction]
        get
        {
            ref TValue found = ref BpfHelpers.MapLookup<TKey, TValue>(this, in key);
            if (Unsafe.IsNullRef(ref found))
                throw new MissingMapEntryException();
            return ref found;
        }
    }

    /// <summary>A copy of the value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; zero where there is none.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetValue(scoped in TKey key, out TValue value)
    {
        ref TValue found = ref BpfHelpers.MapLookup<TKey, TValue>(this, in key);
        if (Unsafe.IsNullRef(ref found))
        {
            value = default;
            return false;
        }

        value = found;
        return true;
    }

    /// <summary>The value in place: changes are seen by all CPUs and by user space.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; absent where there is none.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetRef(scoped in TKey key, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.MapLookup<TKey, TValue>(this, in key));
        return !value.IsAbsent;
    }

    /// <summary>Whether there is an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool ContainsKey(scoped in TKey key) => !Unsafe.IsNullRef(ref BpfHelpers.MapLookup<TKey, TValue>(this, in key));

    /// <summary>Adds an entry or replaces its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was possible: not if the map is full.</returns>
    [BpfFunction]
    public bool Set(scoped in TKey key, scoped in TValue value) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)MapUpdate.Any) == 0;

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was added: not if the key exists, or the map is full.</returns>
    [BpfFunction]
    public bool TryAdd(scoped in TKey key, scoped in TValue value) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)MapUpdate.Add) == 0;

    /// <summary>Replaces the value of an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was replaced: not if the key does not exist.</returns>
    [BpfFunction]
    public bool TryUpdate(scoped in TKey key, scoped in TValue value) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)MapUpdate.Change) == 0;

    /// <summary>Adds or replaces an entry, and tells the kernel's own words when it can't.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="update">Which updates are wanted.</param>
    /// <returns>0, or a negative error number: <c>-E2BIG</c> (-7) when full, <c>-EEXIST</c> (-17), <c>-ENOENT</c> (-2), <c>-ENOMEM</c> (-12), <c>-EBUSY</c> (-16) when interrupted in the same bucket.</returns>
    [BpfFunction]
    public int Update(scoped in TKey key, scoped in TValue value, MapUpdate update = MapUpdate.Any) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)update);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    [BpfFunction]
    public bool Remove(scoped in TKey key) => BpfHelpers.MapDelete(this, in key) == 0;

    internal override MapStorage CreateStorage(MapStorageOptions options) => new HashStorage(options.KeyedBy<TKey, TValue>());
}
