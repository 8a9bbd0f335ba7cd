using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace BpfSharp.Fuzz.Running;

/// <summary>What a run has seen so far. Threads share it under its lock.</summary>
internal sealed class ProgramsReport
{
    public int Programs { get; set; }

    public int Mismatches { get; set; }

    public int Refused { get; set; }

    public int NotCompiled { get; set; }

    /// <summary>Programs that are not C#: the writer's fault; others are written instead.</summary>
    public int Invalid { get; set; }

    public long Runs { get; set; }

    /// <summary>Runs that ended without a fault.</summary>
    public long Clean { get; set; }

    /// <summary>Diagnostics that refused programs, by ID.</summary>
    public SortedDictionary<string, int> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>Worst ratio of the instructions that the verifier walked to the estimate, and whose it is.</summary>
    public (double Ratio, string Program) WorstEstimate { get; private set; }

    public void AddEstimate(string program, double estimate, uint walked)
    {
        // A short straight program costs nothing whatever was estimated.
        if (walked < 1000 || estimate <= 0)
            return;
        double ratio = walked / estimate;
        if (ratio > WorstEstimate.Ratio)
            WorstEstimate = (ratio, $"{program}: estimated {estimate:0}, walked {walked}");
    }

    public void Print(TextWriter output)
    {
        output.WriteLine($"(programs that are not C#: {Invalid})");
        if (Runs > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"runs {Runs}, without a fault {Clean * 100 / Runs}%"));
        foreach ((string id, int count) in Refusals)
            output.WriteLine($"not compiled by {id}: {count}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verifier's work to its estimate, at worst: {WorstEstimate.Ratio:0.00} ({WorstEstimate.Program})"));
    }
}
