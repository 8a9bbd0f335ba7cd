using System.Runtime.InteropServices;

namespace BpfSharp.Views;

/// <summary>A map of AF_XDP sockets as user space sees it.</summary>
public interface IXskMapView : IMapView
{
    /// <summary>Puts a socket into an entry; it leaves the map when it is closed.</summary>
    /// <param name="index">Index from 0: the receive queue that the socket is bound to, as a rule.</param>
    /// <param name="socket">An AF_XDP socket. A simulation takes any handle.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    /// <exception cref="System.ArgumentException">It is no AF_XDP socket.</exception>
    void Set(uint index, SafeHandle socket);

    /// <summary>Empties an entry. The kernel tells nobody whether there was a socket.</summary>
    /// <param name="index">Index from 0.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    void Remove(uint index);
}
