using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A hash map of interfaces to send packets out of (<c>BPF_MAP_TYPE_DEVMAP_HASH</c>, Linux 5.4). User space fills it; an entry may have a program of its own, which sees each packet before it leaves.</summary>
/// <remarks>Redirected packets leave in batches, which is faster than <see cref="XdpContext.Redirect"/>. Entries' programs are made by <see cref="XdpDeviceMapProgramAttribute"/> (Linux 5.8).</remarks>
[BpfMap(25, Name = "BPF_MAP_TYPE_DEVMAP_HASH", KeySize = sizeof(uint), ValueSize = sizeof(ulong), View = "DeviceMap", Since = "5.8", Programs = "xdp")]
public sealed class DeviceHashMap : MapDeclaration
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Entries that fit; adding more fails.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public DeviceHashMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>Sends the packet out of an entry's interface: <c>return Ports.Redirect(port);</c>.</summary>
    /// <param name="key">The key: any number, such as the index of the interface itself.</param>
    /// <param name="otherwise">The result where there is no such entry: any but <see cref="XdpAction.Redirect"/>.</param>
    /// <returns><see cref="XdpAction.Redirect"/>, or <paramref name="otherwise"/>.</returns>
    [BpfFunction]
    public XdpAction Redirect(uint key, XdpAction otherwise = XdpAction.Aborted) => (XdpAction)BpfHelpers.RedirectMap(this, key, (ulong)otherwise);

    /// <summary>Sends a copy of the packet out of each entry's interface (Linux 5.13).</summary>
    /// <param name="excludeIngress">Not out of the interface that it came in by.</param>
    /// <returns><see cref="XdpAction.Redirect"/>.</returns>
    [BpfFunction]
    public XdpAction Broadcast(bool excludeIngress = true)
    {
        ulong flags = BpfHelpers.RedirectFlagBroadcast | (excludeIngress ? BpfHelpers.RedirectFlagExcludeIngress : 0);
        return (XdpAction)BpfHelpers.RedirectMapBroadcast(this, 0, flags);
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new DeviceStorage(options.KeyedBy<uint, ulong>(), isArray: false);
}
