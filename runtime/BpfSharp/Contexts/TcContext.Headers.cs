using System.Buffers.Binary;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp;

public sealed partial class TcContext
{
    private const int InnerLinkLengthShift = 56; // BPF_ADJ_ROOM_ENCAP_L2_SHIFT

    /// <summary>Exchanges the room for an IPv4 header (20 bytes) with that for an IPv6 header (40 bytes), or the other way (Linux 4.8); the program writes the header. All references into the packet are stale afterwards.</summary>
    /// <param name="protocol">The new protocol: <see cref="EtherType.IPv4"/> or <see cref="EtherType.IPv6"/>, not the present one.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool ChangeProtocol(EtherType protocol) => BpfHelpers.SkbChangeProto(this, BinaryPrimitives.ReverseEndianness((ushort)protocol), 0) == 0;

    /// <summary>Says whom the packet is for (Linux 4.8): <see cref="BpfSharp.PacketType.Host"/> lets the stack take it whatever its link address is.</summary>
    /// <param name="type">Not <see cref="BpfSharp.PacketType.Outgoing"/>.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool ChangeType(PacketType type) => BpfHelpers.SkbChangeType(this, (uint)type) == 0;

    /// <summary>Makes room behind the link or network header, filled with zeros, or takes bytes away there (Linux 4.13). All references into the packet are stale afterwards.</summary>
    /// <param name="delta">Bytes; negative: taken away. At most 4,095 either way.</param>
    /// <param name="mode">Where.</param>
    /// <param name="flags">What for; so the kernel knows where inner headers are, and how segments change.</param>
    /// <param name="innerLinkLength">With an outer IP header: bytes of the link header in front of the inner packet, within <paramref name="delta"/>.</param>
    /// <returns>Whether it was possible; only IPv4 and IPv6 packets can be changed.</returns>
    [BpfFunction]
    public bool AdjustRoom(int delta, AdjustRoomMode mode, AdjustRoomFlags flags = AdjustRoomFlags.None, byte innerLinkLength = 0) =>
        BpfHelpers.SkbAdjustRoom(this, delta, (uint)mode, (uint)flags | ((ulong)innerLinkLength << InnerLinkLengthShift)) == 0;

    /// <summary>Tells or changes how many checksums a device has found right, from the outermost on (Linux 5.8).</summary>
    /// <param name="change">What to do.</param>
    /// <returns>0; for <see cref="ChecksumLevelChange.Query"/> the number less one, or <c>-EACCES</c> (-13) where a device has found none right.</returns>
    [BpfFunction]
    public int ChangeChecksumLevel(ChecksumLevelChange change) => BpfHelpers.CsumLevel(this, (ulong)change);

    /// <summary>Adds to the checksum that a device has computed over the whole packet (<c>CHECKSUM_COMPLETE</c>, Linux 4.9), after a change by direct access.</summary>
    /// <param name="difference">As <see cref="Bpf.ChecksumDifference"/> gives it.</param>
    /// <returns>The new checksum, or <c>-ENOTSUPP</c> (-524) for packets without such a checksum.</returns>
    [BpfFunction]
    public long UpdateDeviceChecksum(uint difference) => BpfHelpers.CsumUpdate(this, difference);

    /// <summary>Marks the packet as having met congestion (ECN "CE", Linux 5.1).</summary>
    /// <returns>Whether the mark stands; not where the sender takes no marks, or the packet is no IP packet.</returns>
    [BpfFunction]
    public bool MarkCongestion() => BpfHelpers.SkbEcnSetCe(this) == 1;
}
