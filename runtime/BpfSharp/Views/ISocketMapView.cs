using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Views;

/// <summary>A map of sockets as user space sees it.</summary>
/// <typeparam name="TKey">The key; of a <see cref="SocketMap"/>, the index.</typeparam>
/// <remarks>In a simulation the handle is <see cref="Simulation.SimulatedSocket.SafeHandle"/>.</remarks>
public interface ISocketMapView<TKey> : IMapView
    where TKey : unmanaged
{
    /// <summary>Puts a socket into an entry; it leaves the map when it is closed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="socket">The socket, such as <see cref="System.Net.Sockets.Socket.SafeHandle"/>: TCP that is connected or listens, or UDP.</param>
    /// <exception cref="ArgumentException">It is no such socket.</exception>
    void Set(TKey key, SafeHandle socket);

    /// <summary>Empties an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was a socket.</returns>
    bool Remove(TKey key);

    /// <summary>The number of an entry's socket (<c>SO_COOKIE</c>).</summary>
    /// <param name="key">The key.</param>
    /// <param name="cookie">The number.</param>
    /// <returns>Whether there is a socket.</returns>
    bool TryGetCookie(TKey key, out ulong cookie);
}
