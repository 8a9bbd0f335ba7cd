using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Views;

/// <summary>A per-CPU hash map as user space sees it: each entry is one value for each possible CPU.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value of one CPU.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "A view of a kernel map, not a collection that owns its entries.")]
public interface IPerCpuHashMapView<TKey, TValue> : IMapView, IEnumerable<KeyValuePair<TKey, TValue[]>>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Number of possible CPUs.</summary>
    int CpuCount { get; }

    /// <summary>Copies of an entry's values, by CPU; setting adds the entry or replaces all of them.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    /// <exception cref="System.ArgumentException">Not one value for each CPU.</exception>
    TValue[] this[TKey key] { get; set; }

    /// <summary>Copies of an entry's values, by CPU.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The values; empty where there is none.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetValue(TKey key, out TValue[] values);

    /// <summary>Whether there is an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is one.</returns>
    bool ContainsKey(TKey key);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    bool Remove(TKey key);

    /// <summary>Adds or replaces many entries, in few system calls.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values"><see cref="CpuCount"/> values of the first entry, by CPU, then those of the next.</param>
    /// <exception cref="System.ArgumentException">Not one value for each key and CPU.</exception>
    void Set(System.ReadOnlySpan<TKey> keys, System.ReadOnlySpan<TValue> values)
    {
        PerCpuViewExtensions.RequireSame(keys.Length, values.Length, CpuCount);
        for (int i = 0; i < keys.Length; i++)
            this[keys[i]] = values.Slice(i * CpuCount, CpuCount).ToArray();
    }

    /// <summary>Removes many entries, in few system calls.</summary>
    /// <param name="keys">The keys.</param>
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
    /// <param name="values">Where their values go: <see cref="CpuCount"/> for each key, by CPU.</param>
    /// <returns>How many entries were copied.</returns>
    /// <exception cref="System.ArgumentException">Not room for one value for each key and CPU.</exception>
    int Read(System.Span<TKey> keys, System.Span<TValue> values)
    {
        PerCpuViewExtensions.RequireSame(keys.Length, values.Length, CpuCount);
        int done = 0;
        foreach (KeyValuePair<TKey, TValue[]> entry in this)
        {
            if (done == keys.Length)
                break;
            keys[done] = entry.Key;
            new System.ReadOnlySpan<TValue>(entry.Value).CopyTo(values[(done++ * CpuCount)..]);
        }
        return done;
    }

    /// <summary>Removes all entries that there are.</summary>
    void Clear();

    /// <summary>Counts the entries by walking through them.</summary>
    /// <returns>How many there are.</returns>
    int CountEntries();
}
