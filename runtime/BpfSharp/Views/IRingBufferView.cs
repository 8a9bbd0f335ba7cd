using System.Collections.Generic;
using System.Threading;

namespace BpfSharp.Views;

/// <summary>A ring buffer as user space sees it. One reader at a time.</summary>
/// <typeparam name="T">The record.</typeparam>
public interface IRingBufferView<T> : IMapView
    where T : unmanaged
{
    /// <summary>Takes the oldest record that has not been read.</summary>
    /// <param name="record">The record; zero where there is none.</param>
    /// <returns>Whether there was one.</returns>
    bool TryRead(out T record);

    /// <summary>Hands all records that there are to a method, in place.</summary>
    /// <param name="handler">What to do with each.</param>
    /// <returns>How many there were.</returns>
    int ReadAvailable(RingBufferHandler<T> handler);

    /// <summary>The records that there are, in place, for <c>foreach</c>: without a copy, an allocation or a call for each.</summary>
    /// <returns>To be disposed, which <c>foreach</c> does.</returns>
    RingBufferLease<T> Lease();

    /// <summary>Waits for records and gives them as they come, until cancelled or until the object or simulation is disposed.</summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="System.OperationCanceledException"/>.</param>
    /// <returns>The records in order.</returns>
    IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default);
}
