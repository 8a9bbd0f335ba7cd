using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Frontend.Operations;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Fuzz.Coverage;

/// <summary>What the programs of a run reached. Threads share it under its lock.</summary>
internal sealed class CoverageLedger
{
    /// <summary>The writer's constructs; their names come from its tables.</summary>
    public CoverageArea Features { get; } = new("language features", []);

    /// <summary>Kinds of Roslyn's operations that are not refused.</summary>
    public CoverageArea Operations { get; } = new("operation kinds", OperationTable.Rows.Where(static r => r.Fate is OperationFate.Lowered or OperationFate.Inside).Select(static r => r.Kind.ToString()).Except(Unreachable.Operations.Keys));

    public bool HasAllOperations
    {
        get
        {
            lock (this)
                return Operations.Reached == Operations.Size;
        }
    }

    public CoverageArea IrOps { get; } = new("IR operations", IrOpTable.Rows.Select(static r => r.Name).Except(Unreachable.IrOps.Keys));

    /// <summary>Passes that changed a program.</summary>
    public CoverageArea Passes { get; } = new("passes", PassPipeline.Names.Except(Unreachable.Passes.Keys));

    public CoverageArea Instructions { get; } = new("instruction kinds", BpfInstructionSet.Forms.Select(static f => f.Name).Where(static n => !Unreachable.IsInstruction(n)));

    public IEnumerable<CoverageArea> Areas => [Features, Operations, IrOps, Passes, Instructions];

    /// <summary>Rounded down: 100 means all.</summary>
    public int Percent => Areas.Sum(static a => a.Reached) * 100 / Math.Max(1, Areas.Sum(static a => a.Size));

    public void Print(TextWriter output, bool counts)
    {
        foreach (CoverageArea area in Areas)
        {
            output.WriteLine($"{area.Name}: {area.Reached} of {area.Size}{(area.Missing.Any() ? "; not reached: " + string.Join(", ", area.Missing) : "")}");
            foreach ((string item, int count) in counts ? area.Counts : [])
                output.WriteLine($"{count,9} {item}");
        }
    }
}
