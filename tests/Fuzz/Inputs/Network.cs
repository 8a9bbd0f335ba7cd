using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace BpfSharp.Fuzz.Inputs;

/// <summary>Packets as networks have them: VLAN tags, IPv4 with options and fragments, IPv6 with extension headers, TCP, UDP, ICMP, ARP. Lengths and checksums are right or not.</summary>
internal static class Network
{
    private const byte HopByHop = 0, Tcp = 6, Udp = 17, Routing = 43, Fragment = 44, Icmp = 1, Icmpv6 = 58, DestinationOptions = 60;

    public static byte[] Packet(Random random)
    {
        var bytes = new List<byte>(128);
        Add(bytes, random, 12);
        for (int tags = random.Next(5) switch { 0 => 1, 1 => random.Next(3), _ => 0 }; tags > 0; tags--)
        {
            Add16(bytes, random.Next(2) == 0 ? 0x8100 : 0x88a8);
            Add16(bytes, random.Next(0x10000));
        }

        switch (random.Next(5))
        {
            case 0 or 1:
                Add16(bytes, 0x0800);
                AddIpv4(bytes, random);
                break;
            case 2 or 3:
                Add16(bytes, 0x86dd);
                AddIpv6(bytes, random);
                break;
            default:
                Add16(bytes, 0x0806);
                Add(bytes, random, 28);
                break;
        }

        Add(bytes, random, random.Next(64));
        return [.. bytes];
    }

    private static void AddIpv4(List<byte> bytes, Random random)
    {
        int words = random.Next(4) == 0 ? random.Next(5, 16) : 5;
        byte protocol = random.Next(3) switch { 0 => Tcp, 1 => Udp, _ => Icmp };
        bytes.Add((byte)(0x40 | words));
        bytes.Add((byte)random.Next(256));
        Add16(bytes, random.Next(3) == 0 ? random.Next(0x10000) : words * 4 + 40);
        Add16(bytes, random.Next(0x10000));
        // Flags and offset: mostly whole, some fragments.
        Add16(bytes, random.Next(4) switch { 0 => 0x2000, 1 => random.Next(0x2000), _ => 0x4000 });
        bytes.Add((byte)random.Next(256));
        bytes.Add(protocol);
        Add(bytes, random, 2);
        Add(bytes, [10, (byte)random.Next(3), (byte)random.Next(4), (byte)random.Next(256)]);
        Add(bytes, [10, (byte)random.Next(3), (byte)random.Next(4), (byte)random.Next(256)]);
        Add(bytes, random, words * 4 - 20);
        AddTransport(bytes, random, protocol);
    }

    private static void AddIpv6(List<byte> bytes, Random random)
    {
        byte[] last = [Tcp, Udp, Icmpv6];
        byte[] extensions = [HopByHop, Routing, Fragment, DestinationOptions];
        var chain = new List<byte>();
        for (int i = random.Next(3) == 0 ? random.Next(1, 4) : 0; i > 0; i--)
            chain.Add(extensions[random.Next(extensions.Length)]);
        chain.Add(last[random.Next(last.Length)]);
        Add(bytes, [0x60, (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]);
        Add16(bytes, random.Next(100));
        bytes.Add(chain[0]);
        bytes.Add((byte)random.Next(256));
        Add(bytes, random, 32);
        for (int i = 0; i + 1 < chain.Count; i++)
        {
            bytes.Add(chain[i + 1]);
            int units = chain[i] == Fragment ? 0 : random.Next(3);
            bytes.Add((byte)units);
            Add(bytes, random, 6 + units * 8);
        }

        AddTransport(bytes, random, chain[^1]);
    }

    private static void AddTransport(List<byte> bytes, Random random, byte protocol)
    {
        Add16(bytes, random.Next(4) == 0 ? 53 : random.Next(0x10000));
        Add16(bytes, random.Next(4) == 0 ? 443 : random.Next(0x10000));
        Add(bytes, random, protocol == Tcp ? 16 : 4);
    }

    private static void Add(List<byte> bytes, Random random, int count)
    {
        for (int i = 0; i < count; i++)
            bytes.Add((byte)random.Next(256));
    }

    private static void Add(List<byte> bytes, ReadOnlySpan<byte> values)
    {
        foreach (byte value in values)
            bytes.Add(value);
    }

    private static void Add16(List<byte> bytes, int value)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)value);
        Add(bytes, two);
    }
}
