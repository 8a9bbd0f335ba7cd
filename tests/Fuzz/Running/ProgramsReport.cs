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

    /// <summary>Runs on an interface with packets of which not all was linear.</summary>
    public long Segments { get; set; }

    /// <summary>Diagnostics that refused programs, by ID.</summary>
    public SortedDictionary<string, int> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>The verifier's work beside what was foreseen.</summary>
    public WorkComparison Work { get; } = new();

    public void Print(TextWriter output)
    {
        output.WriteLine($"(programs that are not C#: {Invalid})");
        if (Runs > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"runs {Runs}, without a fault {Clean * 100 / Runs}%, with packets that were not linear {Segments}"));
        foreach ((string id, int count) in Refusals)
            output.WriteLine($"not compiled by {id}: {count}");
        Work.Print(output);
    }
}
