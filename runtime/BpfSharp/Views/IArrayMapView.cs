using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Views;

/// <summary>An array map as user space sees it. Programs may change it at any time. Enumerating gives the values in order.</summary>
/// <typeparam name="TValue">The value.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "A view of a kernel map, not a collection that owns its entries.")]
public interface IArrayMapView<TValue> : IMapView, IEnumerable<TValue>
    where TValue : unmanaged
{
    /// <summary>A copy of a value; setting replaces it.</summary>
    /// <param name="index">Index from 0.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    TValue this[uint index] { get; set; }
}
