using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>net/core/sock_map.c</c>: sockets by index or key.</summary>
internal sealed class SocketMapStorage(MapStorageOptions options, bool isArray) : MapStorage(options)
{
    private readonly Dictionary<byte[], SimulatedSocket> _sockets = new(KeyComparer.Instance);

    public SimulatedSocket? Find(ReadOnlySpan<byte> key) => _sockets.GetValueOrDefault(key.ToArray());

    // sock_map_update_common, sock_hash_update_common
    public int Set(ReadOnlySpan<byte> key, SimulatedSocket socket, ulong flags)
    {
        if (!IsTaken(socket))
            return -KernelError.OperationNotSupported;
        if (flags > ChangeOnly)
            return -KernelError.Invalid;
        if (isArray && MemoryMarshal.Read<uint>(key) >= Options.MaxEntries)
            return -KernelError.TooBig;
        bool exists = _sockets.ContainsKey(key.ToArray());
        if (exists ? flags == AddOnly : flags == ChangeOnly)
            return exists ? -KernelError.Exists : -KernelError.NoEntry;
        if (!exists && _sockets.Count >= Options.MaxEntries)
            return -KernelError.TooBig;
        _sockets[key.ToArray()] = socket;
        return 0;
    }

    public override int Delete(ReadOnlySpan<byte> key) => _sockets.Remove(key.ToArray()) ? 0 : isArray ? -KernelError.Invalid : -KernelError.NoEntry;

    // sock_map_sk_state_allowed
    private static bool IsTaken(SimulatedSocket socket) => socket.Protocol != IpProtocol.Tcp || socket.State is BpfSocketState.Established or BpfSocketState.Listen or BpfSocketState.CloseWait;
}
