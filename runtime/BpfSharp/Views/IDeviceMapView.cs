using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Views;

/// <summary>A map of interfaces as user space sees it. Enumerating gives the entries that there are.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A view of a kernel map, not a collection that owns its entries.")]
public interface IDeviceMapView : IMapView, IEnumerable<KeyValuePair<uint, DeviceEntry>>
{
    /// <summary>Makes an entry, or replaces it.</summary>
    /// <param name="key">The key; of a <see cref="DeviceMap"/>, an index from 0.</param>
    /// <param name="ifIndex">Index of an interface in the network namespace of the calling thread.</param>
    /// <param name="program">A program made by <see cref="XdpDeviceMapProgramAttribute"/> that sees the packets before they leave.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    /// <exception cref="System.ArgumentException">The program is of another kind, or not in the kernel.</exception>
    void Set(uint key, uint ifIndex, IXdpProgram? program = null);

    /// <summary>Reads an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry; zero where there is none.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetValue(uint key, out DeviceEntry entry);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    bool Remove(uint key);
}
