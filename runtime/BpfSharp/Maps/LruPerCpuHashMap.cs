using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A hash map (<c>BPF_MAP_TYPE_LRU_PERCPU_HASH</c>, Linux 4.10) whose values each CPU has for itself, and that, when full, evicts entries which have not been used for long.</summary>
/// <remarks>The kernel evicts by batches and by approximation: an entry may go before the map is quite full. A simulation evicts the entry used least recently.</remarks>
/// <typeparam name="TKey">The key: unmanaged, without padding (a diagnostic finds it). Keys are equal when their bytes are.</typeparam>
/// <typeparam name="TValue">The value: unmanaged. Padding bytes are stored as zero.</typeparam>
[BpfMap(10, Name = "BPF_MAP_TYPE_LRU_PERCPU_HASH", Key = 0, Value = 1, View = "PerCpuHash", Since = "4.10")]
public sealed class LruPerCpuHashMap<TKey, TValue> : MapDeclaration
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Entries that fit; adding more evicts others.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public LruPerCpuHashMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>The value in place of this CPU. Faults (<see cref="FaultKind.MissingMapEntry"/>) where there is none.</summary>
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

    /// <summary>A copy of the value of this CPU.</summary>
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

    /// <summary>The value in place of this CPU: changes are seen by all CPUs and by user space of this CPU only.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; absent where there is none.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetRef(scoped in TKey key, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.MapLookup<TKey, TValue>(this, in key));
        return !value.IsAbsent;
    }

    /// <summary>Whether there is an entry of this CPU.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool ContainsKey(scoped in TKey key) => !Unsafe.IsNullRef(ref BpfHelpers.MapLookup<TKey, TValue>(this, in key));

    /// <summary>Adds an entry or replaces its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was possible: adding to a full map evicts others.</returns>
    [BpfFunction]
    public bool Set(scoped in TKey key, scoped in TValue value) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)MapUpdate.Any) == 0;

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was added: not if the key exists.</returns>
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
    /// <returns>0, or a negative error number: <c>-EEXIST</c> (-17), <c>-ENOENT</c> (-2), <c>-ENOMEM</c> (-12) when nothing can be evicted.</returns>
    [BpfFunction]
    public int Update(scoped in TKey key, scoped in TValue value, MapUpdate update = MapUpdate.Any) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)update);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    [BpfFunction]
    public bool Remove(scoped in TKey key) => BpfHelpers.MapDelete(this, in key) == 0;

    /// <summary>The value in place of another CPU (Linux 5.19); that CPU may change it meanwhile.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cpu">Number of the CPU.</param>
    /// <param name="value">The value; absent where there is none, or no such CPU.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetRefOfCpu(scoped in TKey key, uint cpu, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.MapLookupPerCpu<TKey, TValue>(this, in key, cpu));
        return !value.IsAbsent;
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new PerCpuHashStorage(options.KeyedBy<TKey, TValue>(), evicts: true);
}
