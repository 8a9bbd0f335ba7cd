using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A map of prefixes (<c>BPF_MAP_TYPE_LPM_TRIE</c>, Linux 4.11): a lookup finds the longest one that contains the key.</summary>
/// <remarks>The kernel demands <see cref="MapFlags.NoPreallocation"/>, which is set by default.</remarks>
/// <typeparam name="TKey">The key: <see cref="Protocols.Ipv4Prefix"/>, <see cref="Protocols.Ipv6Prefix"/>, or a structure that starts with the prefix length in bits (<c>uint</c>), bytes in network order after it.</typeparam>
/// <typeparam name="TValue">The value: unmanaged. Padding bytes are stored as zero.</typeparam>
[BpfMap(11, Name = "BPF_MAP_TYPE_LPM_TRIE", Key = 0, Value = 1, View = "Hash", Since = "4.11")]
public sealed class LpmTrieMap<TKey, TValue> : MapDeclaration
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Prefixes that fit; adding more fails.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.NoPreallocation"/> must be among them.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public LpmTrieMap(uint maxEntries, MapFlags flags = MapFlags.NoPreallocation, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>The value in place of the longest matching prefix. Faults (<see cref="FaultKind.MissingMapEntry"/>) where there is none.</summary>
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

    /// <summary>A copy of the value of the longest matching prefix.</summary>
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

    /// <summary>The value in place of the longest matching prefix: changes are seen by all CPUs and by user space.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; absent where there is none.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetRef(scoped in TKey key, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.MapLookup<TKey, TValue>(this, in key));
        return !value.IsAbsent;
    }

    /// <summary>Whether there is an entry of the longest matching prefix.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool ContainsKey(scoped in TKey key) => !Unsafe.IsNullRef(ref BpfHelpers.MapLookup<TKey, TValue>(this, in key));

    /// <summary>Adds an entry or replaces its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was possible: not if the map is full, or the prefix is longer than the key.</returns>
    [BpfFunction]
    public bool Set(scoped in TKey key, scoped in TValue value) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)MapUpdate.Any) == 0;

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was added: not if the key exists, the map is full, or the prefix is longer than the key.</returns>
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
    /// <returns>0, or a negative error number: <c>-ENOSPC</c> (-28) when full, <c>-EINVAL</c> (-22) for a prefix longer than the key, <c>-EEXIST</c> (-17), <c>-ENOENT</c> (-2), <c>-ENOMEM</c> (-12).</returns>
    [BpfFunction]
    public int Update(scoped in TKey key, scoped in TValue value, MapUpdate update = MapUpdate.Any) => BpfHelpers.MapUpdate(this, in key, in value, (ulong)update);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    [BpfFunction]
    public bool Remove(scoped in TKey key) => BpfHelpers.MapDelete(this, in key) == 0;

    internal override MapStorage CreateStorage(MapStorageOptions options) => new LpmTrieStorage(options.KeyedBy<TKey, TValue>());
}
