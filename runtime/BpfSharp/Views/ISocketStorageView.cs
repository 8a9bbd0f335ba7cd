using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Views;

/// <summary>Values beside sockets as user space sees them: of the sockets that it has itself. Programs may change them at any time.</summary>
/// <typeparam name="TValue">The value.</typeparam>
/// <remarks>In a simulation the handle is <see cref="Simulation.SimulatedSocket.SafeHandle"/>.</remarks>
public interface ISocketStorageView<TValue> : IMapView
    where TValue : unmanaged
{
    /// <summary>A copy of a socket's value.</summary>
    /// <param name="socket">The socket, such as <see cref="System.Net.Sockets.Socket.SafeHandle"/>.</param>
    /// <param name="value">The value; zero where there is none.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentException">It is no socket.</exception>
    bool TryGetValue(SafeHandle socket, out TValue value);

    /// <summary>Gives a socket a value, or replaces it.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">It is no socket.</exception>
    void Set(SafeHandle socket, TValue value);

    /// <summary>Removes a socket's value.</summary>
    /// <param name="socket">The socket.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">It is no socket.</exception>
    bool Remove(SafeHandle socket);
}
