using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp;

public sealed partial class TcContext
{
    /// <summary>Makes the first bytes of the packet linear, so that they can be accessed in place. All references into the packet are stale afterwards.</summary>
    /// <param name="length">How many bytes; 0: as many as are linear already, and makes them writable.</param>
    /// <returns>Whether the packet has as many.</returns>
    [BpfFunction]
    public bool Pull(uint length) => BpfHelpers.SkbPullData(this, length) == 0;

    /// <summary>Overwrites bytes of the packet. All references into the packet are stale afterwards.</summary>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="source">What to write, at least 1 byte.</param>
    /// <param name="flags">Whether checksum and flow hash that the kernel keeps beside the packet are to be kept right.</param>
    /// <returns>Whether the packet has them all.</returns>
    [BpfFunction]
    public bool StoreBytes(uint offset, ReadOnlySpan<byte> source, StoreFlags flags) => BpfHelpers.SkbStoreBytes(this, offset, source, (ulong)flags) == 0;

    /// <summary>Writes a header (or any other unmanaged structure) over bytes of the packet. All references into the packet are stale afterwards.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="value">What to write.</param>
    /// <param name="flags">Whether checksum and flow hash that the kernel keeps beside the packet are to be kept right.</param>
    /// <returns>Whether the packet has that many bytes.</returns>
    [BpfFunction]
    public bool TryStore<T>(uint offset, in T value, StoreFlags flags)
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

    /// <summary>Copies a header (or any other unmanaged structure) out of the packet's linear part, counted from one of its headers.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="start">From which header on; the network header is where the kernel has found it.</param>
    /// <param name="offset">Bytes from there, at most 65,535.</param>
    /// <param name="value">The copy; zero where the linear part ends before.</param>
    /// <returns>Whether the linear part has all of it.</returns>
    [BpfFunction]
    public bool TryLoad<T>(PacketStart start, uint offset, out T value)
        where T : unmanaged
    {
        value = default;
        return BpfHelpers.SkbLoadBytesRelative(this, offset, ref value, Unsafe.SizeOf<T>(), (uint)start) == 0;
    }
}
