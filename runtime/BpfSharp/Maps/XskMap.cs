using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>AF_XDP sockets that take packets past the network stack (<c>BPF_MAP_TYPE_XSKMAP</c>, Linux 4.18). User space fills it.</summary>
[BpfMap(17, Name = "BPF_MAP_TYPE_XSKMAP", KeySize = sizeof(uint), ValueSize = sizeof(uint), View = "XskMap", Since = "4.18", Programs = "xdp")]
public sealed class XskMap : MapDeclaration
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Number of entries, one for each receive queue as a rule; all are empty at first.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public XskMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>Hands the packet to an entry's socket, which must be bound to the interface and queue that received it: <c>return Sockets.Redirect(ctx.RxQueueIndex, XdpAction.Pass);</c>.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="otherwise">The result where the entry is empty or out of range: any but <see cref="XdpAction.Redirect"/>.</param>
    /// <returns><see cref="XdpAction.Redirect"/>, or <paramref name="otherwise"/>.</returns>
    [BpfFunction]
    public XdpAction Redirect(uint index, XdpAction otherwise = XdpAction.Aborted) => (XdpAction)BpfHelpers.RedirectMap(this, index, (ulong)otherwise);

    internal override MapStorage CreateStorage(MapStorageOptions options) => new XskStorage(options.KeyedBy<uint, uint>());
}
