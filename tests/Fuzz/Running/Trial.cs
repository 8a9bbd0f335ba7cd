using System;
using System.Collections.Generic;
using System.Reflection;
using BpfSharp.Fuzz.Inputs;
using BpfSharp.Fuzz.Segments;
using BpfSharp.Loader;

namespace BpfSharp.Fuzz.Running;

/// <summary>Runs one program by .NET and by the kernel on the same packets and map contents, and compares all that can be seen.</summary>
internal static class Trial
{
    /// <param name="cpu">The one that this thread is bound to.</param>
    /// <param name="elf">Another object of the same class; null: the one in the assembly.</param>
    /// <param name="selfCheck">Gives the kernel's maps other contents: then there must be mismatches.</param>
    public static Outcome Run(Assembly assembly, ProgramSource source, byte[][] packets, int cpu, byte[]? elf = null, bool selfCheck = false)
    {
        try
        {
            using Pair pair = StageTimes.Measure("load", () => Pair.Load(assembly, source.TypeName, cpu, elf));
            uint walked = (pair.ProgramOf(pair.Loaded) as LoadedProgram)?.ReadStatistics().VerifiedInstructions ?? 0;
            return StageTimes.Measure("run", () => Compare(pair, packets, source.Seed, selfCheck ? source.Seed + 1 : source.Seed)) with { Walked = walked };
        }
        catch (VerifierException refusal)
        {
            return new Outcome(OutcomeKind.Refused, refusal.Message, []);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new Outcome(OutcomeKind.Crashed, e.ToString(), []);
        }
    }

    private static Outcome Compare(Pair pair, byte[][] packets, int seed, int kernelSeed)
    {
        KnownSockets.Add(pair.Simulation);
        MapContents.Fill(pair.Api, pair.Simulation, seed);
        MapContents.Fill(pair.Api, pair.Loaded, kernelSeed);
        var state = new StateComparison(pair);
        object expected = pair.ProgramOf(pair.Simulation), actual = pair.ProgramOf(pair.Loaded);
        int clean = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            ProgramRun wanted = Pair.Run(expected, packets[i]);
            ProgramRun got = Pair.Run(actual, packets[i]);
            clean += wanted.Exception is null ? 1 : 0;
            List<string> differences = Differences(wanted, got);
            // Reading all maps takes longer than a run. What one run left wrong, the last comparison still sees: only which run it was, it doesn't.
            if (differences.Count > 0 || i == packets.Length - 1 || i % 5 == 0)
                differences.AddRange(state.Differences());
            if (differences.Count > 0)
            {
                string fault = wanted.Exception is { } e ? $"\n.NET faulted: {e.GetType().Name} at {wanted.Fault}" : "";
                return new Outcome(OutcomeKind.Mismatch, string.Join("\n", differences) + fault, packets[..(i + 1)]) { Runs = i + 1, Clean = clean };
            }
        }

        var equal = new Outcome(OutcomeKind.Equal, "", []) { Runs = packets.Length, Clean = clean };
        using SegmentTrial? segments = SegmentTrial.Create(pair);
        return segments is null ? equal : Compare(segments, state, packets, equal);
    }

    // The same packets once more, of which not all is linear.
    private static Outcome Compare(SegmentTrial segments, StateComparison state, byte[][] packets, Outcome linear)
    {
        int clean = linear.Clean, nonLinear = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            (List<string> differences, bool isClean, bool isNonLinear) = segments.Run(packets[i]);
            nonLinear += isNonLinear ? 1 : 0;
            clean += isClean ? 1 : 0;
            if (differences.Count > 0 || i == packets.Length - 1 || i % 5 == 0)
                differences.AddRange(state.Differences());
            if (differences.Count > 0)
                return new Outcome(OutcomeKind.Mismatch, string.Join("\n", differences), packets) { Runs = linear.Runs + i + 1, Clean = clean, Segments = nonLinear };
        }

        return linear with { Runs = linear.Runs + packets.Length, Clean = clean, Segments = nonLinear };
    }

    private static List<string> Differences(in ProgramRun wanted, in ProgramRun got)
    {
        var differences = new List<string>();
        if (wanted.Verdict != got.Verdict)
            differences.Add($"verdict: .NET {wanted.Verdict}, kernel {got.Verdict}");
        if ((wanted.Mark, wanted.Priority) != (got.Mark, got.Priority))
            differences.Add($"mark and priority: .NET {wanted.Mark} {wanted.Priority}, kernel {got.Mark} {got.Priority}");
        if (!wanted.Packet.AsSpan().SequenceEqual(got.Packet))
            differences.Add($"packet: .NET {Convert.ToHexString(wanted.Packet)}, kernel {Convert.ToHexString(got.Packet)}, first at {wanted.Packet.AsSpan().CommonPrefixLength(got.Packet)}");
        return differences;
    }
}
