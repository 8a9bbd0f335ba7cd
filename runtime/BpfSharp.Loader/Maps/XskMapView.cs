using System;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Map of AF_XDP sockets.</summary>
internal sealed unsafe class XskMapView : IXskMapView
{
    private readonly KernelMap _map;

    public XskMapView(KernelMap map)
    {
        map.Shape.RequireType("a map of AF_XDP sockets", MapType.XskMap);
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public void Set(uint index, SafeHandle socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (index >= MaxEntries)
            throw MapFailures.OfIndex(_map, index);
        bool held = false;
        try
        {
            socket.DangerousAddRef(ref held);
            int fd = (int)socket.DangerousGetHandle();
            int result = _map.Update(&index, &fd, (ulong)MapUpdate.Any);
            if (result is -Errno.EOPNOTSUPP or -Errno.ENOTSOCK or -Errno.EBADF)
                throw new ArgumentException($"Map '{Name}' takes AF_XDP sockets; this is none.", nameof(socket));
            if (result < 0)
                throw _map.Failure("update", result);
        }
        finally
        {
            if (held)
                socket.DangerousRelease();
        }
    }

    public void Remove(uint index)
    {
        if (index >= MaxEntries)
            throw MapFailures.OfIndex(_map, index);
        int result = _map.Delete(&index);
        if (result < 0)
            throw _map.Failure("remove an entry of", result);
    }
}
