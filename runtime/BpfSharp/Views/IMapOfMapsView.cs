using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Views;

/// <summary>A map of maps as user space sees it. Programs see a new entry at once; one that was replaced or removed lives on while programs use it.</summary>
/// <typeparam name="TKey">The key; of an <see cref="ArrayOfMaps{TInner}"/>, the index.</typeparam>
/// <typeparam name="TView">The view of the entries.</typeparam>
public interface IMapOfMapsView<TKey, TView> : IMapView
    where TKey : unmanaged
    where TView : class, IMapView
{
    /// <summary>Keys of the entries that there are.</summary>
    IReadOnlyList<TKey> Keys { get; }

    /// <summary>The map of an entry.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    TView this[TKey key] { get; }

    /// <summary>Makes a map after the declared template, empty, and puts it into an entry in place of one that is there.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The new map.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    TView Create(TKey key);

    /// <summary>Makes a map after the declared template, fills it, and then puts it into an entry in one step: programs see the old map or the full new one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fill">Fills the new map. What it throws leaves the entry as it was.</param>
    /// <returns>The new map.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    TView Create(TKey key, Action<TView> fill);

    /// <summary>The map of an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="map">The map; <see langword="null"/> where there is none.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetValue(TKey key, [NotNullWhen(true)] out TView? map);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    bool Remove(TKey key);
}
