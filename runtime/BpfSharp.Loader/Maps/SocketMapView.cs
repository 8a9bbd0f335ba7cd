using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Sockets by index or key: descriptors go in, numbers (cookies) come out.</summary>
internal sealed unsafe class SocketMapView<TKey> : ISocketMapView<TKey>
    where TKey : unmanaged
{
    private readonly KernelMap _map;

    public SocketMapView(KernelMap map)
    {
        map.Shape.RequireType("a map of sockets", MapType.SocketMap, MapType.SocketHash);
        map.Shape.RequireKey<TKey>();
        map.Shape.RequireValue<ulong>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public void Set(TKey key, SafeHandle socket)
    {
        using var hold = new SocketHold(socket);
        ulong fd = (uint)hold.Fd;
        int result = _map.Update(&key, &fd, (ulong)MapUpdate.Any);
        SocketHold.Require(_map, result, "TCP sockets that are connected or listen, and UDP sockets");
        if (result < 0)
            throw MapFailures.OfUpdate(_map, result);
    }

    // sock_map_delete_elem says EINVAL where an index has no socket.
    public bool Remove(TKey key)
    {
        int result = _map.Delete(&key);
        return result != -Errno.EINVAL && MapFailures.Found(_map, "remove an entry of", result);
    }

    public bool TryGetCookie(TKey key, out ulong cookie)
    {
        fixed (ulong* pointer = &cookie)
        {
            *pointer = 0;
            return MapFailures.Found(_map, "read", _map.Lookup(&key, pointer));
        }
    }
}
