using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Views;

/// <summary>A map with keys as user space sees it. Programs may change it at any time.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "A view of a kernel map, not a collection that owns its entries.")]
public interface IHashMapView<TKey, TValue> : IMapView, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>The value of a key; setting adds or replaces. Of a trie, reading finds the longest prefix that contains the key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    TValue this[TKey key] { get; set; }

    /// <summary>A copy of the value. Of a trie, of the longest prefix that contains the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; zero where there is none.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetValue(TKey key, out TValue value);

    /// <summary>Whether there is an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is one.</returns>
    bool ContainsKey(TKey key);

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was added; not if the key exists. A full map is an exception.</returns>
    bool TryAdd(TKey key, TValue value);

    /// <summary>Adds or replaces an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="update">Which updates are wanted, and whether the value's lock is held (<see cref="MapUpdate.Lock"/>).</param>
    /// <returns>Whether it was possible: not if the entry is there with <see cref="MapUpdate.Add"/>, or isn't with <see cref="MapUpdate.Change"/>. A full map is an exception.</returns>
    /// <exception cref="System.InvalidOperationException">The values have no lock to hold.</exception>
    bool TryUpdate(TKey key, TValue value, MapUpdate update);

    /// <summary>A copy of the value, read with its lock held: no half of a change (Linux 5.1).</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, its lock zero; zero where there is none.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="System.InvalidOperationException">The values have no lock.</exception>
    bool TryGetLocked(TKey key, out TValue value);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key; of a trie, exactly this prefix.</param>
    /// <returns>Whether there was one.</returns>
    bool Remove(TKey key);

    /// <summary>Adds or replaces many entries, in few system calls.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Their values, as many.</param>
    /// <exception cref="System.ArgumentException">Not one value for each key.</exception>
    void Set(System.ReadOnlySpan<TKey> keys, System.ReadOnlySpan<TValue> values)
    {
        MapBatch.RequireSame(keys.Length, values.Length);
        for (int i = 0; i < keys.Length; i++)
            this[keys[i]] = values[i];
    }

    /// <summary>Removes many entries, in few system calls.</summary>
    /// <param name="keys">The keys; those that are not there are passed over.</param>
    /// <returns>How many there were.</returns>
    int Remove(System.ReadOnlySpan<TKey> keys)
    {
        int removed = 0;
        foreach (TKey key in keys)
            removed += Remove(key) ? 1 : 0;
        return removed;
    }

    /// <summary>Copies entries, in few system calls and in no order, until all are copied or there is no more room.</summary>
    /// <param name="keys">Where the keys go.</param>
    /// <param name="values">Where their values go; as long.</param>
    /// <returns>How many were copied.</returns>
    /// <exception cref="System.ArgumentException">The two are not of the same length.</exception>
    int Read(System.Span<TKey> keys, System.Span<TValue> values)
    {
        MapBatch.RequireSame(keys.Length, values.Length);
        int count = 0;
        if (keys.IsEmpty)
            return 0;
        foreach (KeyValuePair<TKey, TValue> entry in this)
        {
            keys[count] = entry.Key;
            values[count] = entry.Value;
            if (++count == keys.Length)
                break;
        }
        return count;
    }

    /// <summary>Copies entries, at most so many: what the map holds bounds neither time nor memory.</summary>
    /// <param name="limit">The most entries to copy.</param>
    /// <param name="isComplete">Whether there were no more.</param>
    /// <returns>The entries, in no order.</returns>
    KeyValuePair<TKey, TValue>[] Snapshot(int limit, out bool isComplete)
    {
        System.ArgumentOutOfRangeException.ThrowIfNegative(limit);
        // One more than asked for tells whether there are more.
        int room = (int)System.Math.Min((long)limit + 1, MaxEntries);
        var keys = new TKey[room];
        var values = new TValue[room];
        int count = Read(keys, values);
        isComplete = count <= limit;
        var entries = new KeyValuePair<TKey, TValue>[System.Math.Min(count, limit)];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = new(keys[i], values[i]);
        return entries;
    }

    /// <summary>Takes from user space the right to change the map, for good (<c>BPF_MAP_FREEZE</c>, Linux 5.2); programs still may.</summary>
    void Freeze();

    /// <summary>Removes all entries that there are.</summary>
    void Clear();

    /// <summary>Counts the entries by walking through them.</summary>
    /// <returns>How many there are.</returns>
    int CountEntries();
}
