using System;
using System.Buffers.Binary;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Run;

/// <summary>What the kernel's <c>eth_type_trans</c> finds in an Ethernet header that arrives at the loopback device, as in test runs.</summary>
internal static class EthernetReception
{
    private const ushort LeastEtherType = 0x600; // ETH_P_802_3_MIN
    private const ushort Novell8023 = 0x0001; // ETH_P_802_3
    private const ushort Llc8022 = 0x0004; // ETH_P_802_2

    public static PacketType PacketTypeOf(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> destination = frame[..6];
        if ((destination[0] & 1) != 0)
            return destination.ContainsAnyExcept((byte)0xff) ? PacketType.Multicast : PacketType.Broadcast;
        return destination.ContainsAnyExcept((byte)0) ? PacketType.OtherHost : PacketType.Host;
    }

    public static EtherType ProtocolOf(ReadOnlySpan<byte> frame)
    {
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        if (type >= LeastEtherType)
            return (EtherType)type;
        bool novell = frame.Length >= 16 && frame[14] == 0xff && frame[15] == 0xff;
        return (EtherType)(novell ? Novell8023 : Llc8022);
    }
}
