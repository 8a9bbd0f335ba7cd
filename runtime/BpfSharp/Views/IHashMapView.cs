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

    /// <summary>Removes all entries that there are.</summary>
    void Clear();

    /// <summary>Counts the entries by walking through them.</summary>
    /// <returns>How many there are.</returns>
    int CountEntries();
}
