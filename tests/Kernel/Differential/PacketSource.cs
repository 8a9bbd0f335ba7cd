using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Protocols;
using BpfSharp.Testing;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Packets for differential tests: always the same ones for a seed.</summary>
internal static class PacketSource
{
    private static readonly long[] s_interesting =
    [
        0, 1, -1, 2, 3, 5, 7, 10, 16, 31, 32, 33, 63, 64, 100, 127, 128, 200, 255, 256, 300, 1000, -128, -129,
        short.MinValue, short.MaxValue, ushort.MaxValue, int.MinValue, int.MaxValue, uint.MaxValue, 1L << 32, long.MinValue, long.MaxValue,
        0x1_8000_0000, 0x7fff_ffff_8000_0000, -0x1_0000_0000,
    ];

    /// <summary>Ethernet header, operands of every interesting pair in turn, some padding.</summary>
    public static IEnumerable<byte[]> Operands(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++)
        {
            var packet = new byte[110 + (i % 3) * 20];
            random.NextBytes(packet);
            var operands = new Operands { A = Value(random), B = Value(random) };
            MemoryMarshal.Write(packet.AsSpan(Programs.Operands.Offset), in operands);
            yield return packet;
        }

        // Too short for the operands.
        yield return new byte[60];
        yield return new byte[93];
    }

    /// <summary>Frames as a network has them, whole and cut at every length.</summary>
    public static IEnumerable<byte[]> Frames(int seed)
    {
        var random = new Random(seed);
        byte[] udp = Packets.Udp(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("198.51.100.7"), 4711, 53, new byte[40]);
        for (int length = 14; length <= udp.Length; length++)
            yield return udp[..length];
        byte[] tagged = [.. udp[..12], 0x81, 0x00, 0x00, 0x05, .. udp[12..]];
        byte[] twice = [.. udp[..12], 0x81, 0x00, 0x00, 0x05, 0x81, 0x00, 0x00, 0x06, .. udp[12..]];
        byte[] options = (byte[])udp.Clone();
        options[14] = 0x4f; // header length 60: beyond what the packet has behind it
        byte[] bare = (byte[])udp.Clone();
        bare[14] = 0x40; // header length 0
        foreach (byte[] frame in new[] { tagged, twice, options, bare })
        {
            yield return frame;
            yield return frame[..^30];
        }

        for (int i = 0; i < 50; i++)
        {
            byte[] mutated = (byte[])(i % 2 == 0 ? udp : twice).Clone();
            mutated[random.Next(12, mutated.Length)] = (byte)random.Next(256);
            yield return mutated;
        }
    }

    /// <summary>Those frames that the kernel's test run takes for tc: not cut within an IP header; and frames of no known protocol, cut at every length behind 14.</summary>
    public static IEnumerable<byte[]> TcFrames(int seed)
    {
        foreach (byte[] frame in Frames(seed))
        {
            int headers = (frame[12], frame[13]) switch
            {
                (0x08, 0x00) => 34,
                (0x86, 0xdd) => 54,
                _ => 15,
            };
            if (frame.Length >= headers)
                yield return frame;
        }

        for (int length = 15; length < 60; length++)
        {
            var frame = new byte[length];
            frame[12] = 0x88;
            frame[13] = 0xb5; // local experimental EtherType 1 (IEEE 802)
            frame[^1] = (byte)length;
            yield return frame;
        }
    }

    private static long Value(Random random)
    {
        long value = s_interesting[random.Next(s_interesting.Length)];
        return random.Next(4) switch
        {
            0 => random.NextInt64(long.MinValue, long.MaxValue),
            1 => value + random.Next(-2, 3),
            _ => value,
        };
    }
}
