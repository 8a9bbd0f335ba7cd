using System;
using System.Buffers.Binary;
using BpfSharp.Protocols;
using BpfSharp.Simulation.Run;

namespace BpfSharp.Simulation.Kernel;

/// <summary>VLAN tags beside and inside the packet, as <c>skb_vlan_push</c> and <c>skb_vlan_pop</c> of <c>net/core/skbuff.c</c> move them.</summary>
internal static class SkbVlan
{
    private const int AddressesLength = 12;
    private const int TagLength = 4;
    private const int TaggedHeaderLength = 18; // VLAN_ETH_HLEN

    public static int Push(TcContext context, ushort rawProtocol, ushort tag)
    {
        if (!IsVlan(rawProtocol))
            rawProtocol = Raw(EtherType.Vlan);
        if (context.RawVlanPresent != 0)
            MoveTagIntoPacket(context);
        SetTag(context, rawProtocol, tag);
        return 0;
    }

    public static int Pop(TcContext context)
    {
        if (context.RawVlanPresent != 0)
            context.RawVlanPresent = context.VlanTag = context.RawVlanProtocol = 0;
        else if (!IsVlan((ushort)context.RawProtocol) || !TakeTagOutOfPacket(context, out _, out _))
            return 0;

        // The next tag goes beside the packet, as hardware does it.
        if (IsVlan((ushort)context.RawProtocol) && TakeTagOutOfPacket(context, out ushort protocol, out ushort tag))
            SetTag(context, protocol, tag);
        return 0;
    }

    private static void MoveTagIntoPacket(TcContext context)
    {
        ReadOnlySpan<byte> old = context.Buffer.All;
        byte[] packet = new byte[old.Length + TagLength];
        old[..AddressesLength].CopyTo(packet);
        BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(AddressesLength), (ushort)context.RawVlanProtocol);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(AddressesLength + 2), (ushort)context.VlanTag);
        old[AddressesLength..].CopyTo(packet.AsSpan(AddressesLength + TagLength));
        context.RawProtocol = context.RawVlanProtocol;
        // The network header is then at the tag, as far before as the packet grew.
        context.Buffer.Replace(packet, context.Buffer.LinearLength + TagLength);
    }

    private static bool TakeTagOutOfPacket(TcContext context, out ushort rawProtocol, out ushort tag)
    {
        ReadOnlySpan<byte> old = context.Buffer.All;
        (rawProtocol, tag) = (0, 0);
        if (old.Length < TaggedHeaderLength)
            return false;
        rawProtocol = BinaryPrimitives.ReadUInt16LittleEndian(old[AddressesLength..]);
        tag = BinaryPrimitives.ReadUInt16BigEndian(old[(AddressesLength + 2)..]);
        byte[] packet = [.. old[..AddressesLength], .. old[(AddressesLength + TagLength)..]];
        context.RawProtocol = Raw(EthernetReception.ProtocolOf(packet));
        context.Buffer.Replace(packet, Math.Max(context.Buffer.LinearLength, TaggedHeaderLength) - TagLength, added: -TagLength);
        return true;
    }

    private static void SetTag(TcContext context, ushort rawProtocol, ushort tag)
    {
        context.RawVlanPresent = 1;
        context.RawVlanProtocol = rawProtocol;
        context.VlanTag = tag;
    }

    private static bool IsVlan(ushort rawProtocol) => rawProtocol == Raw(EtherType.Vlan) || rawProtocol == Raw(EtherType.ProviderVlan);

    private static ushort Raw(EtherType type) => BinaryPrimitives.ReverseEndianness((ushort)type);
}
