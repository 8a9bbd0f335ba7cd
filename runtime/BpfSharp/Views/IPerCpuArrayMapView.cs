using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Views;

/// <summary>A per-CPU array map as user space sees it: each entry is one value for each possible CPU. Enumerating gives the entries in order.</summary>
/// <typeparam name="TValue">The value of one CPU.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "A view of a kernel map, not a collection that owns its entries.")]
public interface IPerCpuArrayMapView<TValue> : IMapView, IEnumerable<TValue[]>
    where TValue : unmanaged
{
    /// <summary>Number of possible CPUs.</summary>
    int CpuCount { get; }

    /// <summary>Copies of an entry's values, by CPU; setting replaces all of them.</summary>
    /// <param name="index">Index from 0.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    /// <exception cref="System.ArgumentException">Not one value for each CPU.</exception>
    TValue[] this[uint index] { get; set; }
}
