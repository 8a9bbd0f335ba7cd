using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs.Inspector;
using BpfSharp.Protocols;
using BpfSharp.Testing;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Stacks of headers at random: tags, tunnels in tunnels, extension headers, options; some cut, some with a byte changed. Always the same ones for a seed.</summary>
internal sealed class InspectorPackets
{
    private readonly Random _random;
    private readonly List<byte[]> _sent = [];

    private InspectorPackets(int seed) => _random = new Random(seed);

    public static IEnumerable<byte[]> Generate(int seed, int count)
    {
        var source = new InspectorPackets(seed);
        return Enumerable.Range(0, count).Select(_ => source.Next());
    }

    private byte[] Next()
    {
        byte[] packet = _sent.Count > 0 && Chance(35) ? FollowUp() : Frame(Chance(60) ? 1 : Chance(50) ? 0 : _random.Next(2, 4));
        _sent.Add([.. packet]);
        if (Chance(20))
            packet[_random.Next(12, packet.Length)] = (byte)_random.Next(256);
        if (Chance(12))
            packet = packet[.._random.Next(EthernetHeader.Size, packet.Length)];
        return packet;
    }

    /// <summary>One of the last packets once more, or an answer to it where its headers are plain.</summary>
    private byte[] FollowUp()
    {
        byte[] packet = [.. _sent[^_random.Next(1, Math.Min(_sent.Count, 100) + 1)]];
        if (packet.Length >= 42 && packet[12..15] is [0x08, 0x00, 0x45] && Chance(50))
        {
            Swap(packet.AsSpan(26, 4), packet.AsSpan(30, 4));
            Swap(packet.AsSpan(34, 2), packet.AsSpan(36, 2));
        }

        return packet;
    }

    private static void Swap(Span<byte> left, Span<byte> right)
    {
        byte[] kept = left.ToArray();
        right.CopyTo(left);
        kept.CopyTo(right);
    }

    private byte[] Frame(int tunnels)
    {
        (byte[] bytes, EtherType type) = Chance(3) ? (Bytes(40), EtherType.Arp) : Network(tunnels);
        int tags = Chance(60) ? 0 : Chance(95) ? _random.Next(1, 4) : 4;
        for (int i = 0; i < tags; i++)
        {
            bytes = [.. Number16(_random.Next(4) << 13 | 100 + _random.Next(3)), .. Number16((int)type), .. bytes];
            type = Chance(50) ? EtherType.Vlan : EtherType.ProviderVlan;
        }

        return [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, .. Number16((int)type), .. bytes];
    }

    private (byte[] Bytes, EtherType Type) Network(int tunnels)
    {
        (byte[] content, IpProtocol protocol) = tunnels > 0 ? Tunnel(tunnels - 1) : Transport();
        return Chance(60) ? (Ipv4(content, protocol), EtherType.IPv4) : (Ipv6(content, protocol), EtherType.IPv6);
    }

    private byte[] Ipv4(byte[] content, IpProtocol protocol)
    {
        bool isFragment = Chance(8), isLater = Chance(3), isExpired = Chance(1);
        byte[]? options = Chance(15) ? Pad(Ipv4Options()) : null;
        return Packets.Bare()
            .Ipv4(
                Ipv4Address.FromHostOrder(0xc0000200u + (uint)(_random.Next(4) << 6 | _random.Next(6))),
                Ipv4Address.FromHostOrder(0xc0000200u + (uint)(_random.Next(4) << 6 | _random.Next(6))),
                (ref Ipv4Header ip) =>
                {
                    ip.MoreFragments = isFragment;
                    ip.FragmentOffset = isLater ? 64 : 0;
                    ip.TimeToLive = isExpired ? (byte)0 : ip.TimeToLive;
                },
                options)
            .Payload(content, protocol: protocol)
            .Build();
    }

    private byte[] Ipv6(byte[] content, IpProtocol protocol)
    {
        int extensions = Chance(60) ? 0 : Chance(93) ? _random.Next(1, 4) : 6;
        for (int i = extensions - 1; i >= 0; i--)
            (content, protocol) = Extension(content, protocol, isFirst: i == 0);
        return Packets.Bare()
            .Ipv6(
                Ipv6Address.FromWords(0x20010db8, (uint)_random.Next(3), 0, (uint)_random.Next(8)),
                Ipv6Address.FromWords(0x20010db8, (uint)_random.Next(3), 0, (uint)_random.Next(8)))
            .Payload(content, protocol: protocol)
            .Build();
    }

    private (byte[] Bytes, IpProtocol Protocol) Extension(byte[] content, IpProtocol next, bool isFirst)
    {
        int units = _random.Next(3);
        switch (_random.Next(5))
        {
            case 0 when isFirst || Chance(20):
                return ([(byte)next, (byte)units, .. Bytes(6 + units * 8), .. content], IpProtocol.HopByHop);
            case 1:
                return ([(byte)next, 0, .. Number16((Chance(20) ? 64 : 0) | _random.Next(2)), .. Bytes(4), .. content], IpProtocol.Fragment);
            case 2:
                return ([(byte)next, (byte)(4 + units), .. Bytes((6 + units) * 4 - 2), .. content], IpProtocol.Ah);
            case 3:
                return ([(byte)next, (byte)units, .. Bytes(6 + units * 8), .. content], IpProtocol.Routing);
            default:
                return ([(byte)next, (byte)units, .. Bytes(6 + units * 8), .. content], IpProtocol.DestinationOptions);
        }
    }

    private (byte[] Bytes, IpProtocol Protocol) Tunnel(int tunnels)
    {
        (byte[] inner, EtherType type) = Network(tunnels);
        switch (_random.Next(4))
        {
            case 0:
                return (inner, type == EtherType.IPv4 ? IpProtocol.Ipv4 : IpProtocol.Ipv6);
            case 1:
                return (Gre(Chance(30) ? (Frame(tunnels), GreHeader.TransparentEthernet) : (inner, type)), IpProtocol.Gre);
            case 2:
                return (Udp(VxlanHeader.Port, [(byte)(Chance(97) ? 8 : 0), 0, 0, 0, .. Number32(_random.Next(3) << 8), .. Frame(tunnels)]), IpProtocol.Udp);
            default:
                return (Udp(GeneveHeader.Port, Geneve(Chance(60) ? (Frame(tunnels), GreHeader.TransparentEthernet) : (inner, type))), IpProtocol.Udp);
        }
    }

    private byte[] Gre((byte[] Bytes, EtherType Type) inner)
    {
        bool hasChecksum = Chance(30), hasKey = Chance(50), hasSequence = Chance(30);
        int flags = (hasChecksum ? 0x8000 : 0) | (hasKey ? 0x2000 : 0) | (hasSequence ? 0x1000 : 0) | (Chance(2) ? 1 : 0);
        return
        [
            .. Number16(flags), .. Number16((int)inner.Type),
            .. hasChecksum ? Bytes(4) : [], .. hasKey ? Number32(_random.Next(3)) : [], .. hasSequence ? Bytes(4) : [],
            .. inner.Bytes,
        ];
    }

    private byte[] Geneve((byte[] Bytes, EtherType Type) inner)
    {
        List<byte> options = [];
        bool isCritical = Chance(30);
        for (int i = Chance(50) ? 0 : _random.Next(1, 6); i > 0; i--)
        {
            int words = _random.Next(3);
            options.AddRange([1, (byte)(Chance(85) ? 3 : 4), (byte)(isCritical && Chance(50) ? 0x81 : 1), (byte)words, .. Bytes(words * 4)]);
        }

        return [(byte)(options.Count / 4), (byte)(isCritical ? 0x40 : 0), .. Number16((int)inner.Type), .. Number32(_random.Next(3) << 8), .. options, .. inner.Bytes];
    }

    private (byte[] Bytes, IpProtocol Protocol) Transport() => _random.Next(20) switch
    {
        < 12 => (Tcp(), IpProtocol.Tcp),
        < 17 => (Udp(Port(), Bytes(_random.Next(30))), IpProtocol.Udp),
        17 => ([8, 0, .. Bytes(14)], IpProtocol.Icmp),
        18 => (Bytes(20), IpProtocol.Sctp),
        _ => ([], IpProtocol.NoNext),
    };

    private byte[] Tcp()
    {
        TcpFlags flags = _random.Next(8) switch
        {
            < 3 => TcpFlags.Syn,
            3 => TcpFlags.Syn | TcpFlags.Ack,
            4 => TcpFlags.Fin | TcpFlags.Ack,
            5 => Chance(50) ? TcpFlags.Rst : TcpFlags.None,
            _ => TcpFlags.Ack | TcpFlags.Psh,
        };
        byte[] options = Chance(60) ? Pad(TcpOptions()) : [];
        return
        [
            .. Number16(Port()), .. Number16(Port()), .. Number32(_random.Next(4) * 1000), .. Number32(1),
            (byte)((Chance(2) ? 4 : (20 + options.Length) / 4) << 4), (byte)flags, .. Bytes(6), .. options, .. Bytes(_random.Next(24)),
        ];
    }

    private List<byte> TcpOptions()
    {
        List<byte> options = [];
        for (int i = _random.Next(1, 6); i > 0; i--)
        {
            options.AddRange(_random.Next(6) switch
            {
                0 => [2, 4, .. Number16(Chance(50) ? 1460 : 1300)],
                1 => [3, 3, (byte)_random.Next(20)],
                2 => [4, 2],
                3 => [8, 10, .. Bytes(8)],
                4 => [5, (byte)(Chance(90) ? 2 : 1)],
                _ => (byte[])[1],
            });
        }

        return options;
    }

    private List<byte> Ipv4Options()
    {
        List<byte> options = [];
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            options.AddRange(_random.Next(8) switch
            {
                0 => [131, 3, 4],
                1 => [7, (byte)(Chance(80) ? 7 : 50), .. Bytes(5)],
                < 4 => [148, 4, 0, 0],
                _ => (byte[])[1],
            });
        }

        return options;
    }

    private byte[] Udp(int port, byte[] content) => [.. Number16(Port()), .. Number16(port), .. Number16(8 + content.Length), 0, 0, .. content];

    private static byte[] Pad(List<byte> options)
    {
        byte[] padded = new byte[Math.Min((options.Count + 3) / 4 * 4, 40)];
        options.Take(padded.Length).ToArray().CopyTo(padded, 0);
        return padded;
    }

    private static byte[] Number16(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Number32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private int Port() => 1000 + _random.Next(8);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
