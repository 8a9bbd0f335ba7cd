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

    /// <summary>A copy of a value, read with its lock held: no half of a change (Linux 5.1).</summary>
    /// <param name="index">Index from 0.</param>
    /// <returns>The value, its lock zero.</returns>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    /// <exception cref="System.InvalidOperationException">The values have no lock.</exception>
    TValue ReadLocked(uint index);

    /// <summary>Replaces a value with its lock held: nobody who takes the lock sees half of it (Linux 5.1).</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="value">The value; its lock is not looked at.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    /// <exception cref="System.InvalidOperationException">The values have no lock.</exception>
    void WriteLocked(uint index, TValue value);

    /// <summary>Copies values that lie one after the other, in few system calls.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="values">Where they go.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">They are not all below the number of entries.</exception>
    void Read(uint start, System.Span<TValue> values);

    /// <summary>Replaces values that lie one after the other, in few system calls.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">They are not all below the number of entries.</exception>
    void Write(uint start, System.ReadOnlySpan<TValue> values);

    /// <summary>The values in place. The map must be declared with <see cref="MapFlags.Mappable"/>.</summary>
    /// <returns>To be disposed.</returns>
    /// <exception cref="System.InvalidOperationException">The map is not mappable.</exception>
    MappedArray<TValue> Map();

    /// <summary>Takes from user space the right to change the map, for good (<c>BPF_MAP_FREEZE</c>, Linux 5.2); programs still may.</summary>
    void Freeze();
}
