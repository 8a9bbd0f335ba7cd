using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Values beside sockets; user space names a socket by its descriptor.</summary>
internal sealed unsafe class SocketStorageView<TValue> : ISocketStorageView<TValue>
    where TValue : unmanaged
{
    private const string Kinds = "sockets";

    private readonly KernelMap _map;

    public SocketStorageView(KernelMap map)
    {
        map.Shape.RequireType("values of sockets", MapType.SocketStorage);
        map.Shape.RequireValue<TValue>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public bool TryGetValue(SafeHandle socket, out TValue value)
    {
        using var hold = new SocketHold(socket);
        int fd = hold.Fd;
        fixed (TValue* pointer = &value)
        {
            *pointer = default;
            return Found("read", _map.Lookup(&fd, pointer));
        }
    }

    public void Set(SafeHandle socket, TValue value)
    {
        using var hold = new SocketHold(socket);
        int fd = hold.Fd;
        int result = _map.Update(&fd, &value, (ulong)MapUpdate.Any);
        SocketHold.Require(_map, result, Kinds);
        if (result < 0)
            throw _map.Failure("update", result);
    }

    public bool Remove(SafeHandle socket)
    {
        using var hold = new SocketHold(socket);
        int fd = hold.Fd;
        return Found("remove an entry of", _map.Delete(&fd));
    }

    private bool Found(string operation, int result)
    {
        SocketHold.Require(_map, result, Kinds);
        return MapFailures.Found(_map, operation, result);
    }
}
