using System;
using System.Collections.Generic;
using System.Threading;
using BpfSharp.Fuzz.Coverage;
using BpfSharp.Fuzz.Writing;

namespace BpfSharp.Fuzz.Running;

/// <summary>Writes a run's programs in their order, whoever asks: what was written rarely so far is written more often, so the order decides.</summary>
internal sealed class ProgramFeed(int seed, CoverageArea features)
{
    private const int BatchSize = 40;

    // One with few instructions, the default, and one with every instruction that we use.
    private static readonly string[] s_targets = ["6.1", "6.12", "6.1", "6.12", "5.18"];

    private readonly Lock _lock = new();
    private int _next;

    public static string TargetOf(int index) => s_targets[index / BatchSize % s_targets.Length];

    /// <returns>Null when the run has enough.</returns>
    public IReadOnlyList<ProgramSource>? Next(Func<bool> more)
    {
        lock (_lock)
        {
            if (!more())
                return null;
            var sources = new List<ProgramSource>();
            for (int i = 0; i < BatchSize; i++, _next++)
                sources.Add(Write(_next));
            return sources;
        }
    }

    private ProgramSource Write(int index)
    {
        int own = unchecked((seed * 1_000_003) ^ (index * 7919 + 17));
        string name = $"P{index}";
        return new ProgramSource(index, name, ProgramWriter.Write(name, own, features, Version.Parse(TargetOf(index))), own);
    }
}
