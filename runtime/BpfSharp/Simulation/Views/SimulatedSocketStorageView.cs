using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="ISocketStorageView{TValue}"/>
internal sealed class SimulatedSocketStorageView<TValue>(SocketValueStorage storage) : SimulatedMapView<SocketValueStorage>(storage), ISocketStorageView<TValue>
    where TValue : unmanaged
{
    public bool TryGetValue(SafeHandle socket, out TValue value)
    {
        SimulatedSocket simulated = SimulatedSocketHandle.Require(socket);
        lock (Gate)
        {
            ref byte found = ref Storage.Get(simulated, [], create: false);
            bool exists = !Unsafe.IsNullRef(ref found);
            value = exists ? Unsafe.ReadUnaligned<TValue>(ref found) : default;
            return exists;
        }
    }

    public void Set(SafeHandle socket, TValue value)
    {
        SimulatedSocket simulated = SimulatedSocketHandle.Require(socket);
        lock (Gate)
            Storage.Set(simulated, Memory.ToBytes(value));
    }

    public bool Remove(SafeHandle socket)
    {
        SimulatedSocket simulated = SimulatedSocketHandle.Require(socket);
        lock (Gate)
            return Storage.Remove(simulated);
    }
}
