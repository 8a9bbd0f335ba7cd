using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp;

/// <summary>What a traffic control program is told about the packet (<c>struct __sk_buff</c>).</summary>
[BpfContext]
public sealed class TcContext : PacketContext
{
    internal TcContext(PacketBuffer buffer)
        : base(buffer)
    {
    }

    /// <summary>Bytes of the whole packet, the linear part and the rest.</summary>
    public int Length
    {
        [BpfFunction]
        get => (int)RawLength;
    }

    /// <summary>Whom the packet is for (<c>PACKET_*</c> of <c>if_packet.h</c>).</summary>
    public PacketType PacketType
    {
        [BpfFunction]
        get => (PacketType)RawPacketType;
    }

    /// <summary>The packet's mark, as firewall rules and routing policy see it.</summary>
    [BpfContextField("mark", 8, 4)]
    public uint Mark { get; set; }

    /// <summary>Queue mapping: of the receive queue that the packet came by, or of the transmit queue to use (plus 1; 0: not chosen).</summary>
    [BpfContextField("queue_mapping", 12, 4)]
    public uint QueueMapping { get; set; }

    /// <summary>The packet's protocol as the stack sees it; of a packet with an accelerated VLAN tag, the protocol inside.</summary>
    public EtherType Protocol
    {
        [BpfFunction]
        get => (EtherType)BinaryPrimitives.ReverseEndianness((ushort)RawProtocol);
    }

    /// <summary>Whether the packet has a VLAN tag that is not in its bytes but beside them.</summary>
    public bool HasVlanTag
    {
        [BpfFunction]
        get => RawVlanPresent != 0;
    }

    /// <summary>The tag beside the packet: priority (3 bits), drop eligible (1 bit), VLAN (12 bits).</summary>
    [BpfContextField("vlan_tci", 24, 4)]
    public uint VlanTag { get; internal set; }

    /// <summary>Protocol of the tag beside the packet: <see cref="EtherType.Vlan"/> or <see cref="EtherType.ProviderVlan"/>.</summary>
    public EtherType VlanProtocol
    {
        [BpfFunction]
        get => (EtherType)BinaryPrimitives.ReverseEndianness((ushort)RawVlanProtocol);
    }

    /// <summary>The packet's priority: queueing disciplines choose by it; a class handle (<c>major:minor</c>) steers classful ones.</summary>
    [BpfContextField("priority", 32, 4)]
    public uint Priority { get; set; }

    /// <summary>Index of the interface that the packet came in by; 0 for packets of this host.</summary>
    [BpfContextField("ingress_ifindex", 36, 4)]
    public uint IngressIfIndex { get; internal set; }

    /// <summary>Index of the interface that the program runs on.</summary>
    [BpfContextField("ifindex", 40, 4)]
    public uint IfIndex { get; internal set; } = 1;

    /// <summary>Traffic control index, for queueing disciplines such as <c>dsmark</c>.</summary>
    [BpfContextField("tc_index", 44, 4)]
    public uint TcIndex { get; set; }

    /// <summary>First of five words that programs of one packet may share (<c>cb[0]</c>).</summary>
    [BpfContextField("cb", 48, 4)]
    public uint Control0 { get; set; }

    /// <summary>Second word that programs of one packet may share (<c>cb[1]</c>).</summary>
    [BpfContextField("cb", 52, 4)]
    public uint Control1 { get; set; }

    /// <summary>Third word that programs of one packet may share (<c>cb[2]</c>).</summary>
    [BpfContextField("cb", 56, 4)]
    public uint Control2 { get; set; }

    /// <summary>Fourth word that programs of one packet may share (<c>cb[3]</c>).</summary>
    [BpfContextField("cb", 60, 4)]
    public uint Control3 { get; set; }

    /// <summary>Fifth word that programs of one packet may share (<c>cb[4]</c>).</summary>
    [BpfContextField("cb", 64, 4)]
    public uint Control4 { get; set; }

    /// <summary>Hash of the packet's flow, if it has been computed; otherwise 0.</summary>
    [BpfContextField("hash", 68, 4)]
    public uint Hash { get; internal set; }

    /// <summary>Class (<c>major:minor</c>) of the classifying filter's result, or of the realm on egress.</summary>
    [BpfContextField("tc_classid", 72, 4)]
    public uint ClassId { get; set; }

    /// <summary>Number of the busy-polling instance (NAPI) that received the packet.</summary>
    [BpfContextField("napi_id", 84, 4)]
    public uint NapiId { get; internal set; }

    /// <summary>The packet's time stamp in nanoseconds: of its reception, or when it is to be sent (<c>fq</c>); 0: none (Linux 5.0).</summary>
    [BpfContextField("tstamp", 152, 8)]
    public ulong Timestamp { get; set; }

    /// <summary>Bytes that go over the wire for this packet, counting the headers of all segments (Linux 5.0).</summary>
    [BpfContextField("wire_len", 160, 4)]
    public uint WireLength { get; internal set; }

    /// <summary>Number of segments that the packet will become (Linux 5.1); 0 where it is not segmented.</summary>
    [BpfContextField("gso_segs", 164, 4)]
    public uint GsoSegments { get; internal set; }

    /// <summary>Payload bytes of each segment (Linux 5.7); 0 where it is not segmented.</summary>
    [BpfContextField("gso_size", 176, 4)]
    public uint GsoSize { get; internal set; }

    [BpfContextField("len", 0, 4)]
    internal uint RawLength => (uint)Buffer.Length;

    [BpfContextField("pkt_type", 4, 4)]
    internal uint RawPacketType { get; set; }

    // __be16 in a 32-bit field: network byte order in the low half.
    [BpfContextField("protocol", 16, 4)]
    internal uint RawProtocol { get; set; }

    [BpfContextField("vlan_present", 20, 4)]
    internal uint RawVlanPresent { get; set; }

    [BpfContextField("vlan_proto", 28, 4)]
    internal uint RawVlanProtocol { get; set; }

    /// <summary>Makes the first bytes of the packet linear, so that they can be accessed in place. All references into the packet are stale afterwards.</summary>
    /// <param name="length">How many bytes; 0: as many as are linear already, and makes them writable.</param>
    /// <returns>Whether the packet has as many.</returns>
    [BpfFunction]
    public bool Pull(uint length) => BpfHelpers.SkbPullData(this, length) == 0;

    /// <summary>Copies bytes out of the packet, from wherever they are.</summary>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="destination">Where to; its length tells how many, at least 1.</param>
    /// <returns>Whether the packet has them all; if not, the destination is zeroed.</returns>
    [BpfFunction]
    public bool LoadBytes(uint offset, Span<byte> destination) => BpfHelpers.SkbLoadBytes(this, offset, destination) == 0;

    /// <summary>Overwrites bytes of the packet. All references into the packet are stale afterwards.</summary>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="source">What to write, at least 1 byte.</param>
    /// <param name="flags">Whether checksum and flow hash that the kernel keeps beside the packet are to be kept right.</param>
    /// <returns>Whether the packet has them all.</returns>
    [BpfFunction]
    public bool StoreBytes(uint offset, ReadOnlySpan<byte> source, StoreFlags flags = StoreFlags.None) =>
        BpfHelpers.SkbStoreBytes(this, offset, source, (ulong)flags) == 0;

    /// <summary>Copies a header (or any other unmanaged structure) out of the packet, from wherever it is.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="value">The copy; zero where the packet ends before.</param>
    /// <returns>Whether the packet has all of it.</returns>
    [BpfFunction]
    public bool TryLoad<T>(uint offset, out T value)
        where T : unmanaged
    {
        value = default;
        return BpfHelpers.SkbLoadBytes(this, offset, ref value, Unsafe.SizeOf<T>()) == 0;
    }

    /// <summary>Writes a header (or any other unmanaged structure) over bytes of the packet. All references into the packet are stale afterwards.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="value">What to write.</param>
    /// <param name="flags">Whether checksum and flow hash that the kernel keeps beside the packet are to be kept right.</param>
    /// <returns>Whether the packet has that many bytes.</returns>
    [BpfFunction]
    public bool TryStore<T>(uint offset, in T value, StoreFlags flags = StoreFlags.None)
        where T : unmanaged =>
        BpfHelpers.SkbStoreBytes(this, offset, in value, Unsafe.SizeOf<T>(), (ulong)flags) == 0;

    /// <summary>Corrects an IPv4 header checksum after a change. All references into the packet are stale afterwards.</summary>
    /// <param name="offset">Where the checksum is, in bytes from the packet's start.</param>
    /// <param name="from">The old field as it stood in the packet (network byte order), zero-extended.</param>
    /// <param name="to">The new field likewise.</param>
    /// <param name="size">Bytes of the field: 2 or 4. 0: <paramref name="to"/> is a checksum difference.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool ReplaceInHeaderChecksum(uint offset, ulong from, ulong to, uint size) => BpfHelpers.L3CsumReplace(this, offset, from, to, size) == 0;

    /// <summary>Corrects a TCP, UDP or ICMP checksum after a change. All references into the packet are stale afterwards.</summary>
    /// <param name="offset">Where the checksum is, in bytes from the packet's start.</param>
    /// <param name="from">The old field as it stood in the packet (network byte order), zero-extended.</param>
    /// <param name="to">The new field likewise.</param>
    /// <param name="size">Bytes of the field: 2 or 4. 0: <paramref name="to"/> is a checksum difference.</param>
    /// <param name="flags">Whether the field is in the pseudo header, and how a zero checksum is treated.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool ReplaceInTransportChecksum(uint offset, ulong from, ulong to, uint size, TransportChecksumFlags flags = TransportChecksumFlags.None) =>
        BpfHelpers.L4CsumReplace(this, offset, from, to, (uint)flags | size) == 0;

    /// <summary>Cuts the packet off or extends it with zero bytes at its end. All references into the packet are stale afterwards.</summary>
    /// <param name="length">New number of bytes.</param>
    /// <returns>Whether it was possible; packets that are to be segmented can't be changed.</returns>
    [BpfFunction]
    public bool ChangeTail(uint length) => BpfHelpers.SkbChangeTail(this, length, 0) == 0;

    /// <summary>Makes room in front of the packet, filled with zeros. All references into the packet are stale afterwards.</summary>
    /// <param name="bytes">How many bytes more.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool GrowHead(uint bytes) => BpfHelpers.SkbChangeHead(this, bytes, 0) == 0;

    /// <summary>Adds a VLAN tag; it is kept beside the packet's bytes until it leaves the host. All references into the packet are stale afterwards.</summary>
    /// <param name="protocol"><see cref="EtherType.Vlan"/> or <see cref="EtherType.ProviderVlan"/>.</param>
    /// <param name="tag">Priority (3 bits), drop eligible (1 bit), VLAN (12 bits).</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool PushVlan(EtherType protocol, ushort tag) =>
        BpfHelpers.SkbVlanPush(this, BinaryPrimitives.ReverseEndianness((ushort)protocol), tag) == 0;

    /// <summary>Takes the outer VLAN tag away. All references into the packet are stale afterwards.</summary>
    /// <returns>Whether it was possible; also where there was none.</returns>
    [BpfFunction]
    public bool PopVlan() => BpfHelpers.SkbVlanPop(this) == 0;

    /// <summary>Sends the packet out of another interface: <c>return ctx.Redirect(index);</c>.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    [BpfFunction]
    public TcAction Redirect(uint ifIndex) => (TcAction)BpfHelpers.Redirect(ifIndex, 0);

    /// <summary>Lets the packet come in by another interface, as if received there: <c>return ctx.RedirectIngress(index);</c>.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    [BpfFunction]
    public TcAction RedirectIngress(uint ifIndex) => (TcAction)BpfHelpers.Redirect(ifIndex, BpfHelpers.RedirectFlagIngress);
}
