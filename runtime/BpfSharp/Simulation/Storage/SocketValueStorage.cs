using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>net/core/bpf_sk_storage.c</c>: a value beside each socket.</summary>
internal sealed class SocketValueStorage(MapStorageOptions options) : MapStorage(options)
{
    private readonly ConditionalWeakTable<SimulatedSocket, byte[]> _values = [];

    /// <summary>The value in place, or a null reference.</summary>
    public ref byte Get(SimulatedSocket socket, scoped ReadOnlySpan<byte> initial, bool create)
    {
        // sk_fullsock
        if (!socket.IsWhole)
            return ref Unsafe.NullRef<byte>();
        if (!_values.TryGetValue(socket, out byte[]? value))
        {
            if (!create)
                return ref Unsafe.NullRef<byte>();
            _values.Add(socket, value = initial.ToArray());
        }

        return ref MemoryMarshal.GetArrayDataReference(value);
    }

    public void Set(SimulatedSocket socket, byte[] value)
    {
        if (_values.TryGetValue(socket, out byte[]? old))
            value.CopyTo(old, 0);
        else
            _values.Add(socket, value);
    }

    public bool Remove(SimulatedSocket socket) => _values.Remove(socket);
}
