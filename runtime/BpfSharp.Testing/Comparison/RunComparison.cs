using System;
using System.Collections.Generic;
using BpfSharp.Views;

namespace BpfSharp.Testing;

/// <summary>Runs the same packets through two programs, such as a simulated and a loaded one, and tells where verdicts or packets differ.</summary>
/// <remarks>
/// Maps and static fields go on from packet to packet in both; begin with equal ones. On Linux the calling thread stays on one CPU,
/// the first that it may use, while it compares: a kernel's test run reads and writes the values of a per-CPU map that belong to the
/// CPU it runs on, and a simulation those of one CPU.
/// </remarks>
public static class RunComparison
{
    /// <summary>Compares two XDP programs.</summary>
    /// <param name="expected">The first program.</param>
    /// <param name="actual">The second program.</param>
    /// <param name="packets">The packets.</param>
    /// <returns>The differences; empty where there are none.</returns>
    public static IReadOnlyList<RunDifference> Compare(IXdpProgram expected, IXdpProgram actual, IEnumerable<byte[]> packets)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        return Compare(packets, packet => Outcome(expected.Run(packet)), packet => Outcome(actual.Run(packet)));
        static (Enum Verdict, byte[] Packet) Outcome(XdpResult result) => (result.Verdict, result.Packet);
    }

    /// <summary>Compares two traffic control programs.</summary>
    /// <param name="expected">The first program.</param>
    /// <param name="actual">The second program.</param>
    /// <param name="packets">The packets.</param>
    /// <returns>The differences; empty where there are none.</returns>
    public static IReadOnlyList<RunDifference> Compare(ITcProgram expected, ITcProgram actual, IEnumerable<byte[]> packets)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        return Compare(packets, packet => Outcome(expected.Run(packet)), packet => Outcome(actual.Run(packet)));
        static (Enum Verdict, byte[] Packet) Outcome(TcResult result) => (result.Verdict, result.Packet);
    }

    private static List<RunDifference> Compare(
        IEnumerable<byte[]> packets, Func<byte[], (Enum Verdict, byte[] Packet)> expected, Func<byte[], (Enum Verdict, byte[] Packet)> actual)
    {
        ArgumentNullException.ThrowIfNull(packets);
        using ProcessorBinding binding = ProcessorBinding.ToFirst();
        var differences = new List<RunDifference>();
        int index = 0;
        foreach (byte[] packet in packets)
        {
            (Enum Verdict, byte[] Packet) first = expected(packet);
            (Enum Verdict, byte[] Packet) second = actual(packet);
            if (!first.Verdict.Equals(second.Verdict) || !first.Packet.AsSpan().SequenceEqual(second.Packet))
                differences.Add(new RunDifference(index, packet, first.Verdict, first.Packet, second.Verdict, second.Packet));
            index++;
        }

        return differences;
    }
}
