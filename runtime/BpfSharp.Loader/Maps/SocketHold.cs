using System;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>A socket's descriptor, which stays open while it is used.</summary>
internal readonly ref struct SocketHold : IDisposable
{
    private readonly SafeHandle _socket;
    private readonly bool _held;

    public SocketHold(SafeHandle socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _socket = socket;
        socket.DangerousAddRef(ref _held);
        Fd = (int)socket.DangerousGetHandle();
    }

    public int Fd { get; }

    /// <summary>Throws where the kernel says that it is no socket, or none of the kinds that the map takes.</summary>
    public static void Require(KernelMap map, int result, string kinds)
    {
        if (result is -Errno.EOPNOTSUPP or -Errno.ENOTSOCK or -Errno.EBADF)
            throw new ArgumentException($"Map '{map.Name}' takes {kinds}; this is none.", nameof(kinds));
    }

    public void Dispose()
    {
        if (_held)
            _socket.DangerousRelease();
    }
}
