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

    /// <summary>Copies entries that lie one after the other, in few system calls.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="values">Where they go: <see cref="CpuCount"/> values of the first entry, by CPU, then those of the next.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">They are not all below the number of entries.</exception>
    /// <exception cref="System.ArgumentException">There is room for a part of an entry.</exception>
    void Read(uint start, System.Span<TValue> values)
    {
        for (int done = 0; done < PerCpuViewExtensions.Entries(values.Length, CpuCount); done++)
            new System.ReadOnlySpan<TValue>(this[start + (uint)done]).CopyTo(values[(done * CpuCount)..]);
    }

    /// <summary>Replaces entries that lie one after the other, in few system calls.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="values">The values, as <see cref="Read"/> gives them.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">They are not all below the number of entries.</exception>
    /// <exception cref="System.ArgumentException">There is a part of an entry.</exception>
    void Write(uint start, System.ReadOnlySpan<TValue> values)
    {
        for (int done = 0; done < PerCpuViewExtensions.Entries(values.Length, CpuCount); done++)
            this[start + (uint)done] = values.Slice(done * CpuCount, CpuCount).ToArray();
    }
}
