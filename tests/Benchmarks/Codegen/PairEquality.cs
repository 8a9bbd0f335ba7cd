using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>Both sides of a pair on the same packets: verdict, packet, mark, priority and maps must be equal, or the comparison would be of different programs.</summary>
internal static class PairEquality
{
    private const int SmallestTcPacket = 54;

    /// <returns>The first difference, or null.</returns>
    public static string? FirstDifference(CodegenPair pair, PairObject ours, PairObject theirs, IEnumerable<byte[]> packets)
    {
        int index = 0;
        foreach (byte[] packet in packets)
        {
            // The kernel's test run of a tc program refuses packets that end within an IP header.
            if (pair.IsTc && packet.Length < SmallestTcPacket)
                continue;
            TestRunOutcome left = ours.Run(packet);
            TestRunOutcome right = theirs.Run(packet);
            if (left.Verdict != right.Verdict || left.Mark != right.Mark || left.Priority != right.Priority)
                return $"packet {index} {Convert.ToHexString(packet)}: verdict {left.Verdict}, mark {left.Mark}, priority {left.Priority} (C#); {right.Verdict}, {right.Mark}, {right.Priority} (C)";
            if (!left.Packet.AsSpan().SequenceEqual(right.Packet))
                return $"packet {index} {Convert.ToHexString(packet)} became\n{Convert.ToHexString(left.Packet)} (C#)\n{Convert.ToHexString(right.Packet)} (C)";
            index++;
        }

        foreach (string map in theirs.Maps)
        {
            bool keysOnly = pair.MapsWithTimes.Contains(map);
            IReadOnlyList<string> left = ours.Dump(map, keysOnly);
            IReadOnlyList<string> right = theirs.Dump(map, keysOnly);
            if (!left.SequenceEqual(right, StringComparer.Ordinal))
                return $"map {map}: {left.Except(right).FirstOrDefault() ?? "-"} (C#, {left.Count} entries), {right.Except(left).FirstOrDefault() ?? "-"} (C, {right.Count} entries)";
        }

        return null;
    }
}
