using System;
using System.Buffers.Binary;

namespace BpfSharp.Fuzz.Running;

/// <summary>Random packets: interesting operands in eight-byte steps behind the Ethernet header, and all lengths from 14 on.</summary>
internal static class Inputs
{
    private static readonly long[] s_interesting =
    [
        0, 1, -1, 2, 3, 5, 7, 10, 16, 31, 32, 33, 63, 64, 100, 127, 128, 200, 255, 256, 1000, -128, -129, short.MinValue, short.MaxValue, ushort.MaxValue,
        int.MinValue, int.MaxValue, uint.MaxValue, 1L << 32, long.MinValue, long.MaxValue, 0x1_8000_0000, 0x7fff_ffff_8000_0000, -0x1_0000_0000,
    ];

    public static byte[][] Of(int seed, int count)
    {
        var random = new Random(seed);
        var packets = new byte[count][];
        for (int i = 0; i < count; i++)
            packets[i] = Packet(random);
        return packets;
    }

    public static long Value(Random random) => random.Next(4) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue),
        1 => s_interesting[random.Next(s_interesting.Length)] + random.Next(-2, 3),
        _ => s_interesting[random.Next(s_interesting.Length)],
    };

    private static byte[] Packet(Random random)
    {
        var packet = new byte[random.Next(6) switch { 0 => random.Next(14, 100), 1 => random.Next(200, 400), _ => random.Next(100, 200) }];
        random.NextBytes(packet);
        for (int offset = 14; offset + 8 <= packet.Length; offset += 8)
        {
            if (random.Next(4) != 0)
                BinaryPrimitives.WriteInt64LittleEndian(packet.AsSpan(offset), Value(random));
        }

        return packet;
    }
}
