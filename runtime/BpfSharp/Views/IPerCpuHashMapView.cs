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

    /// <summary>Removes all entries that there are.</summary>
    void Clear();

    /// <summary>Counts the entries by walking through them.</summary>
    /// <returns>How many there are.</returns>
    int CountEntries();
}
