using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>Sockets by key (<c>BPF_MAP_TYPE_SOCKHASH</c>; for these programs Linux 5.10).</summary>
/// <remarks>Programs take sockets from it to give them packets (<see cref="TcContext.Assign(BpfSocket)"/>) or to look at them. A socket leaves the map when it is closed. The kernel takes TCP sockets that are connected or listen, and UDP sockets.</remarks>
/// <typeparam name="TKey">The key: unmanaged, without padding.</typeparam>
[BpfMap(18, Name = "BPF_MAP_TYPE_SOCKHASH", Key = 0, ValueSize = sizeof(ulong), View = "SocketHashMap", Since = "5.10")]
public sealed class SocketHashMap<TKey> : MapDeclaration
    where TKey : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Sockets that fit.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public SocketHashMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>The socket of an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The socket, to be released; absent where there is none.</returns>
    [BpfFunction]
    public SocketReference Find(scoped in TKey key) => new(ref BpfHelpers.MapLookupSocket(this, in key));

    /// <summary>Puts a socket into an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="socket">The socket. Faults (<see cref="FaultKind.NullReference"/>) where it is absent.</param>
    /// <param name="update">Which updates are wanted.</param>
    /// <returns>0, or a negative error number: <c>-EOPNOTSUPP</c> (-95) for a socket that the kernel doesn't take, <c>-E2BIG</c> (-7), <c>-EEXIST</c> (-17), <c>-ENOENT</c> (-2).</returns>
    [BpfFunction]
    public int Update(scoped in TKey key, BpfSocket socket, MapUpdate update = MapUpdate.Any) => BpfHelpers.MapUpdateSocket(this, in key, ref socket.Handle, (ulong)update);

    /// <summary>Empties an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was a socket.</returns>
    [BpfFunction]
    public bool Remove(scoped in TKey key) => BpfHelpers.MapDelete(this, in key) == 0;

    internal override MapStorage CreateStorage(MapStorageOptions options) => new SocketMapStorage(options.KeyedBy<TKey, ulong>(), isArray: false);
}
