using BpfSharp;
using BpfSharp.Protocols;

namespace DdosPipeline;

/// <summary>Reads what signatures look at. A packet too short for its IP headers faults: it passes, and the stack refuses it. One that is too short for what follows lacks these fields.</summary>
public static class FieldReader
{
    private const int MostExtensions = 6;
    private const uint MoreFragments = 1;

    /// <summary>Reads IPv4 and IPv6 packets without VLAN tags.</summary>
    /// <returns>Whether it is one.</returns>
    [BpfFunction]
    public static bool Read(XdpContext ctx, in SetHead head, ref PacketFields packet)
    {
        SetNeeds needs = head.Needs;
        packet.Values[(int)PacketField.DestinationPort] = PacketFields.Absent;
        packet.Values[(int)PacketField.SourcePort] = PacketFields.Absent;
        packet.Values[(int)PacketField.TcpFlags] = PacketFields.Absent;
        packet.Values[(int)PacketField.Window] = PacketFields.Absent;
        packet.Places[(int)PacketPlace.Network] = EthernetHeader.Size;
        packet.Places[(int)PacketPlace.Payload] = PacketFields.Absent;
        if ((needs & SetNeeds.TcpOptions) != 0)
        {
            packet.Values[(int)PacketField.MaximumSegment] = PacketFields.Absent;
            packet.Values[(int)PacketField.Options] = PacketFields.Absent;
        }

        EtherType type = ctx.Packet.Header<EthernetHeader>(0).EtherType;
        if (type == EtherType.IPv4)
            ReadIpv4(ctx, needs, ref packet);
        else if (type == EtherType.IPv6)
            ReadIpv6(ctx, needs, ref packet);
        else
            return false;
        if ((packet.Values[(int)PacketField.Kind] & PacketKinds.LaterFragment) != 0)
            packet.Places[(int)PacketPlace.Transport] = PacketFields.Absent;
        else
            ReadTransport(ctx, needs, ref packet);
        if ((needs & SetNeeds.FirstWord) != 0)
            packet.Values[(int)PacketField.FirstWord] = ReadWord(ctx, in packet, head.FirstWord);
        if ((needs & SetNeeds.SecondWord) != 0)
            packet.Values[(int)PacketField.SecondWord] = ReadWord(ctx, in packet, head.SecondWord);
        return true;
    }

    private static void ReadIpv4(XdpContext ctx, SetNeeds needs, ref PacketFields packet)
    {
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        uint kind = (uint)ip.Protocol;
        if (ip.FragmentOffset != 0)
            kind |= PacketKinds.LaterFragment;
        else if (ip.MoreFragments)
            kind |= PacketKinds.FirstFragment;
        SetPacket(ctx, ref packet, kind, ip.TotalLength, ip.TimeToLive);
        if ((needs & SetNeeds.Addresses) != 0)
            SetAddresses(ref packet, ip.Source.HostOrder, ip.Destination.HostOrder);
        packet.Places[(int)PacketPlace.Transport] = (uint)(EthernetHeader.Size + ip.HeaderLength);
    }

    private static void ReadIpv6(XdpContext ctx, SetNeeds needs, ref PacketFields packet)
    {
        ref readonly Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        uint protocol = (uint)ip.NextHeader;
        uint kind = PacketKinds.V6;
        uint length = (uint)ip.PayloadLength + Ipv6Header.Size;
        uint hops = ip.HopLimit;
        if ((needs & SetNeeds.Addresses) != 0)
            SetAddresses(ref packet, ctx.Packet.Header<BigEndianUInt32>(EthernetHeader.Size + 8), ctx.Packet.Header<BigEndianUInt32>(EthernetHeader.Size + 24));
        int offset = EthernetHeader.Size + Ipv6Header.Size;
        for (int i = 0; i < MostExtensions && IsExtension(protocol); i++)
        {
            ref readonly ExtensionHeader extension = ref ctx.Packet.Header<ExtensionHeader>(offset);
            if (protocol == (uint)IpProtocol.Fragment)
            {
                if (extension.FragmentOffset >> 3 != 0)
                    kind |= PacketKinds.LaterFragment;
                else if ((extension.FragmentOffset & MoreFragments) != 0)
                    kind |= PacketKinds.FirstFragment;
                offset += ExtensionHeader.Unit;
            }
            else
            {
                offset += (extension.Length + 1) * ExtensionHeader.Unit;
            }

            protocol = extension.NextHeader;
            if ((kind & PacketKinds.LaterFragment) != 0)
                break;
        }

        SetPacket(ctx, ref packet, kind | protocol, length, hops);
        packet.Places[(int)PacketPlace.Transport] = (uint)offset;
    }

    private static void ReadTransport(XdpContext ctx, SetNeeds needs, ref PacketFields packet)
    {
        uint at = packet.Places[(int)PacketPlace.Transport];
        switch ((IpProtocol)(packet.Values[(int)PacketField.Kind] & PacketKinds.ProtocolMask))
        {
            case IpProtocol.Udp:
                if (!ctx.Packet.TryHeader((int)at, out Ref<UdpHeader> datagram))
                    return;
                ref UdpHeader udp = ref datagram.Value;
                packet.Values[(int)PacketField.SourcePort] = udp.SourcePort;
                packet.Values[(int)PacketField.DestinationPort] = udp.DestinationPort;
                packet.Places[(int)PacketPlace.Payload] = at + UdpHeader.Size;
                break;
            case IpProtocol.Tcp:
                if (!ctx.Packet.TryHeader((int)at, out Ref<TcpHeader> segment))
                    return;
                ref TcpHeader tcp = ref segment.Value;
                packet.Values[(int)PacketField.SourcePort] = tcp.SourcePort;
                packet.Values[(int)PacketField.DestinationPort] = tcp.DestinationPort;
                packet.Values[(int)PacketField.TcpFlags] = (uint)tcp.Flags & 0x3f;
                packet.Values[(int)PacketField.Window] = tcp.Window;
                uint payload = at + (uint)tcp.HeaderLength;
                packet.Places[(int)PacketPlace.Payload] = payload;
                if ((needs & SetNeeds.TcpOptions) != 0)
                    TcpOptionsReader.Read(ctx, at + TcpHeader.Size, payload, ref packet);
                break;
        }
    }

    // Of the two bytes, the packet's end may lie between.
    private static uint ReadWord(XdpContext ctx, in PacketFields packet, in WordPlace word)
    {
        uint at = packet.Places[(int)((uint)word.Place & 3)];
        if (at >= PacketFields.Absent)
            return PacketFields.Absent;
        at += word.Offset;
        return at + sizeof(ushort) <= packet.End && ctx.Packet.TryHeader((int)at, out Ref<BigEndianUInt16> value) ? (ushort)value.Value : PacketFields.Absent;
    }

    private static void SetPacket(XdpContext ctx, ref PacketFields packet, uint kind, uint length, uint timeToLive)
    {
        packet.Values[(int)PacketField.Kind] = kind;
        packet.Values[(int)PacketField.Length] = length;
        packet.Values[(int)PacketField.TimeToLive] = timeToLive;
        uint end = length + EthernetHeader.Size;
        packet.End = end < (uint)ctx.Length ? end : (uint)ctx.Length;
    }

    private static void SetAddresses(ref PacketFields packet, uint source, uint destination)
    {
        packet.Values[(int)PacketField.SourceHigh] = source >> 16;
        packet.Values[(int)PacketField.SourceLow] = source & 0xffff;
        packet.Values[(int)PacketField.DestinationHigh] = destination >> 16;
        packet.Values[(int)PacketField.DestinationLow] = destination & 0xffff;
    }

    private static bool IsExtension(uint protocol) =>
        protocol is (uint)IpProtocol.HopByHop or (uint)IpProtocol.Routing or (uint)IpProtocol.DestinationOptions or (uint)IpProtocol.Fragment;
}
