using System;
using System.Buffers.Binary;

namespace BpfSharp.Fuzz.Inputs;

/// <summary>Packets for one program: from operands in eight-byte steps to cut and damaged network packets. All have an Ethernet header's length, as test runs want.</summary>
internal static class RandomPackets
{
    public const int Smallest = 14;

    // Weight, and what is made.
    private static readonly (int Weight, Func<Random, byte[]> Make)[] s_kinds =
    [
        (10, Operands),
        (2, static r => Network.Packet(r)),
        (1, static r => Truncated(r, Network.Packet(r))),
        (1, static r => Damaged(r, Network.Packet(r))),
        (1, Noise),
    ];

    /// <param name="forTc">The kernel's test run refuses packets to tc that are shorter than the header of the IP version that they say they have.</param>
    public static byte[][] Of(int seed, int count, bool forTc)
    {
        var random = new Random(seed);
        var packets = new byte[count][];
        for (int i = 0; i < count; i++)
            packets[i] = forTc ? Padded(Next(random)) : Next(random);
        return packets;
    }

    /// <summary>With as many bytes as a test run wants.</summary>
    public static byte[] Padded(byte[] packet)
    {
        int least = Smallest + BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(12)) switch { 0x0800 => 20, 0x86dd => 40, _ => 0 };
        if (packet.Length < least)
            Array.Resize(ref packet, least);
        return packet;
    }

    private static byte[] Next(Random random)
    {
        int total = 0;
        foreach ((int weight, _) in s_kinds)
            total += weight;
        int at = random.Next(total);
        foreach ((int weight, Func<Random, byte[]> make) in s_kinds)
        {
            at -= weight;
            if (at < 0)
                return make(random);
        }

        throw new InvalidOperationException("weights don't add up");
    }

    // Interesting numbers behind the Ethernet header: what the first lines of each program read.
    private static byte[] Operands(Random random)
    {
        var packet = new byte[random.Next(8) switch { 0 => random.Next(Smallest, 100), 1 => random.Next(200, 400), _ => random.Next(100, 200) }];
        random.NextBytes(packet);
        for (int offset = Smallest; offset + 8 <= packet.Length; offset += 8)
        {
            if (random.Next(4) != 0)
                BinaryPrimitives.WriteInt64LittleEndian(packet.AsSpan(offset), Values.Next(random));
        }

        return packet;
    }

    private static byte[] Noise(Random random)
    {
        var packet = new byte[random.Next(Smallest, 120)];
        random.NextBytes(packet);
        return packet;
    }

    private static byte[] Truncated(Random random, byte[] packet) => packet[..random.Next(Smallest, packet.Length + 1)];

    private static byte[] Damaged(Random random, byte[] packet)
    {
        for (int i = random.Next(1, 5); i > 0; i--)
            packet[random.Next(packet.Length)] = (byte)random.Next(256);
        return packet;
    }
}
