using System;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="ISocketMapView{TKey}"/>
internal sealed class SimulatedSocketMapView<TKey>(SocketMapStorage storage) : SimulatedMapView<SocketMapStorage>(storage), ISocketMapView<TKey>
    where TKey : unmanaged
{
    public void Set(TKey key, SafeHandle socket)
    {
        SimulatedSocket simulated = SimulatedSocketHandle.Require(socket);
        int result;
        lock (Gate)
            result = Storage.Set(Memory.ToBytes(key), simulated, (ulong)MapUpdate.Any);
        if (result == -KernelError.OperationNotSupported)
            throw new ArgumentException($"The map '{Name}' takes TCP sockets that are connected or listen, and UDP sockets; this is none.", nameof(socket));
        if (result < 0)
            throw Refused(result);
    }

    public bool Remove(TKey key)
    {
        lock (Gate)
            return Storage.Delete(Memory.ToBytes(key)) == 0;
    }

    public bool TryGetCookie(TKey key, out ulong cookie)
    {
        lock (Gate)
        {
            SimulatedSocket? found = Storage.Find(Memory.ToBytes(key));
            cookie = (ulong)(found?.Handle.Number ?? 0);
            return found is not null;
        }
    }
}
