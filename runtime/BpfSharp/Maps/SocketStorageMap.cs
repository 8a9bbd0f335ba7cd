using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A value beside each socket (<c>BPF_MAP_TYPE_SK_STORAGE</c>, Linux 5.2; tc only): it goes with the socket, and needs no key and no limit.</summary>
/// <typeparam name="TValue">The value: unmanaged, at most 65,000 bytes. Padding bytes are stored as zero.</typeparam>
[BpfMap(24, Name = "BPF_MAP_TYPE_SK_STORAGE", KeySize = sizeof(int), Value = 0, View = "SocketStorage", Since = "5.2", Programs = "tc")]
public sealed class SocketStorageMap<TValue> : MapDeclaration
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="flags">Flags; <see cref="MapFlags.NoPreallocation"/> must be among them.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public SocketStorageMap(MapFlags flags = MapFlags.NoPreallocation, MapPinning pinning = MapPinning.None)
        : base(0, flags, pinning)
    {
    }

    /// <summary>A socket's value in place.</summary>
    /// <param name="socket">The socket. Faults (<see cref="FaultKind.NullReference"/>) where it is absent.</param>
    /// <param name="value">The value; absent where there is none.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetRef(BpfSocket socket, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.SkStorageFind<TValue>(this, ref socket.Handle, 0, 0));
        return !value.IsAbsent;
    }

    /// <summary>A socket's value in place, which is made where there is none.</summary>
    /// <param name="socket">The socket. Faults (<see cref="FaultKind.NullReference"/>) where it is absent.</param>
    /// <param name="initial">The value where it is made.</param>
    /// <param name="value">The value; absent where there is no memory for it.</param>
    /// <returns>Whether there is one.</returns>
    [BpfFunction]
    public bool TryGetOrAdd(BpfSocket socket, scoped in TValue initial, out Ref<TValue> value)
    {
        value = new Ref<TValue>(ref BpfHelpers.SkStorageGet(this, ref socket.Handle, in initial, BpfHelpers.SocketStorageCreate));
        return !value.IsAbsent;
    }

    /// <summary>Removes a socket's value.</summary>
    /// <param name="socket">The socket. Faults (<see cref="FaultKind.NullReference"/>) where it is absent.</param>
    /// <returns>Whether there was one.</returns>
    [BpfFunction]
    public bool Remove(BpfSocket socket) => BpfHelpers.SkStorageDelete(this, ref socket.Handle) == 0;

    internal override MapStorage CreateStorage(MapStorageOptions options) => new SocketValueStorage(options.KeyedBy<int, TValue>());
}
