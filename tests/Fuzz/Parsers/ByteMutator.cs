using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace BpfSharp.Fuzz.Parsers;

/// <summary>Damages bytes as files and messages are damaged: bits, numbers at their edges, pieces cut out, doubled, or taken from another input.</summary>
internal static class ByteMutator
{
    private static readonly long[] s_edges = [0, 1, -1, 2, 3, 4, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    public static byte[] Mutate(Random random, IReadOnlyList<byte[]> seeds)
    {
        byte[] bytes = [.. seeds[random.Next(seeds.Count)]];
        for (int i = random.Next(1, 5); i > 0; i--)
            bytes = Step(random, bytes, seeds);
        return bytes;
    }

    private static byte[] Step(Random random, byte[] bytes, IReadOnlyList<byte[]> seeds)
    {
        if (bytes.Length == 0)
            return [.. seeds[random.Next(seeds.Count)]];
        int at = random.Next(bytes.Length), length = random.Next(Math.Min(bytes.Length - at, 64) + 1);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2 or 3:
                WriteEdge(random, bytes, at);
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 6:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            default:
                byte[] other = seeds[random.Next(seeds.Count)];
                int from = random.Next(other.Length), count = random.Next(Math.Min(other.Length - from, 64) + 1);
                return [.. bytes[..at], .. other[from..(from + count)], .. bytes[(at + length)..]];
        }
    }

    private static void WriteEdge(Random random, byte[] bytes, int at)
    {
        long value = s_edges[random.Next(s_edges.Length)];
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        int size = Math.Min(1 << random.Next(4), bytes.Length - at);
        eight[..size].CopyTo(bytes.AsSpan(at));
    }
}
