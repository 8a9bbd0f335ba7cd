using System.Collections.Generic;
using System.Threading;

namespace BpfSharp.Views;

/// <summary>The events of a <see cref="PerfEventArrayMap{T}"/> as user space sees them: in the order of their writing for each CPU, without one among CPUs. One reader at a time.</summary>
/// <typeparam name="T">What is told beside the packet.</typeparam>
public interface IPerfEventsView<T> : IMapView
    where T : unmanaged
{
    /// <summary>Events that were lost because a ring had no room, as far as is known: the kernel tells it with the next event that fits.</summary>
    ulong LostCount { get; }

    /// <summary>Takes the oldest event of some CPU that has not been read.</summary>
    /// <param name="perfEvent">The event; <see langword="null"/> where there is none.</param>
    /// <returns>Whether there was one.</returns>
    bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PerfEvent<T>? perfEvent);

    /// <summary>Hands all events that there are to a method, in place: without a copy (but of an event that wraps around its ring) or an allocation for each.</summary>
    /// <param name="handler">What to do with each.</param>
    /// <returns>How many there were.</returns>
    int ReadAvailable(PerfEventHandler<T> handler);

    /// <summary>Waits for events and gives them as they come, until cancelled or until the object or simulation is disposed.</summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="System.OperationCanceledException"/>.</param>
    /// <returns>The events.</returns>
    IAsyncEnumerable<PerfEvent<T>> ReadAllAsync(CancellationToken cancellationToken = default);
}
