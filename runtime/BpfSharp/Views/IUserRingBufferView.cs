namespace BpfSharp.Views;

/// <summary>A ring buffer that user space writes. Calls may come from several threads; only one process may write.</summary>
/// <typeparam name="T">The record.</typeparam>
public interface IUserRingBufferView<T> : IMapView
    where T : unmanaged
{
    /// <summary>Writes a record, for programs to read when they next run.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Whether there was room.</returns>
    bool TryWrite(in T record);
}
