using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp;

/// <summary>What an XDP program is told about the packet (<c>struct xdp_md</c>).</summary>
[BpfContext(Program = "xdp")]
public sealed partial class XdpContext : PacketContext
{
    internal XdpContext(PacketBuffer buffer)
        : base(buffer)
    {
    }

    /// <summary>Bytes of the packet; of one with fragments (jumbo frames), the bytes of the first buffer.</summary>
    public int Length
    {
        [BpfFunction]
        get => BpfIntrinsics.PacketLength(this);
    }

    /// <summary>Index of the interface that received the packet.</summary>
    [BpfContextField("ingress_ifindex", 12, 4)]
    public uint IngressIfIndex { get; internal set; } = 1;

    /// <summary>The receive queue of that interface, from 0.</summary>
    [BpfContextField("rx_queue_index", 16, 4)]
    public uint RxQueueIndex { get; internal set; }

    internal override uint DeviceIndex => IngressIfIndex;

    /// <summary>Index of the interface that the packet leaves by (Linux 5.8); only for programs of a device map's entries (<see cref="XdpDeviceMapProgramAttribute"/>).</summary>
    [BpfContextField("egress_ifindex", 20, 4)]
    public uint EgressIfIndex { get; internal set; }

    /// <summary>Moves the packet's start: a negative <paramref name="delta"/> makes room in front for an outer header, a positive one cuts bytes off. All references into the packet are stale afterwards.</summary>
    /// <param name="delta">Bytes. A driver leaves 256 bytes of headroom, less in some; at least 14 bytes of packet must remain.</param>
    /// <returns>Whether it was possible; if not, nothing has changed. New bytes in front have arbitrary contents.</returns>
    [BpfFunction]
    public bool AdjustHead(int delta) => BpfHelpers.XdpAdjustHead(this, delta) == 0;

    /// <summary>Moves the packet's end: a negative <paramref name="delta"/> cuts bytes off, a positive one adds zero bytes (Linux 5.8). All references into the packet are stale afterwards.</summary>
    /// <param name="delta">Bytes. At least 14 bytes of packet must remain.</param>
    /// <returns>Whether it was possible; if not, nothing has changed.</returns>
    [BpfFunction]
    public bool AdjustTail(int delta) => BpfHelpers.XdpAdjustTail(this, delta) == 0;

    /// <summary>Moves the start of the metadata area in front of the packet, which a tc program on the same interface can read. All references into the packet are stale afterwards.</summary>
    /// <param name="delta">Bytes: negative to grow, a multiple of 4; 32 bytes at most (252 from Linux 6.3 on).</param>
    /// <returns>Whether it was possible; not every driver can.</returns>
    [BpfFunction]
    public bool AdjustMetadata(int delta) => BpfHelpers.XdpAdjustMeta(this, delta) == 0;

    /// <summary>Sends the packet out of another interface: <c>return ctx.Redirect(index);</c>.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns><see cref="XdpAction.Redirect"/>.</returns>
    [BpfFunction]
    public XdpAction Redirect(uint ifIndex) => (XdpAction)BpfHelpers.Redirect(ifIndex, 0);
}
