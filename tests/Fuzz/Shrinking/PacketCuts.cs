using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Fuzz.Inputs;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>Ways to make a list of packets smaller by one step, the largest first.</summary>
internal static class PacketCuts
{
    public static IReadOnlyList<byte[][]> Of(byte[][] packets)
    {
        var cuts = new List<byte[][]>();
        if (packets.Length > 1)
        {
            cuts.Add([packets[^1]]);
            cuts.Add(packets[(packets.Length / 2)..]);
            for (int i = 0; i < packets.Length; i++)
                cuts.Add([.. packets.Where((_, j) => j != i)]);
        }

        for (int i = 0; i < packets.Length; i++)
        {
            foreach (byte[] smaller in Of(packets[i]))
                cuts.Add([.. packets.Select((p, j) => j == i ? smaller : p)]);
        }

        return cuts;
    }

    private static IEnumerable<byte[]> Of(byte[] packet)
    {
        foreach (int length in new[] { RandomPackets.Smallest, packet.Length / 2, packet.Length - 8, packet.Length - 1 })
        {
            if (length >= RandomPackets.Smallest && length < packet.Length && RandomPackets.Padded(packet[..length]) is { } cut && cut.Length < packet.Length)
                yield return cut;
        }

        // Halves, quarters, words and bytes of zeros.
        for (int size = packet.Length / 2; size >= 1; size = size > 8 ? size / 2 : size == 1 ? 0 : 1)
        {
            for (int at = 0; at < packet.Length; at += size)
            {
                int end = Math.Min(packet.Length, at + size);
                if (packet.AsSpan(at, end - at).IndexOfAnyExcept((byte)0) < 0)
                    continue;
                byte[] zeroed = [.. packet];
                zeroed.AsSpan(at, end - at).Clear();
                yield return RandomPackets.Padded(zeroed);
            }
        }
    }
}
