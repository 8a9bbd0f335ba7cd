using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Incremental;

[Collection(nameof(CountsCompilations))]
public sealed class IncrementalityTests
{
    private const string ShapeOutputs = "SourceOutput";

    [Fact]
    public void Comment_above_a_program_compiles_nothing_and_changes_nothing_that_an_IDE_binds_to()
    {
        GeneratorRun run = Start();
        int compilations = BpfCompiler.CompilationCount;
        run.Edit("// The first program.", "// The first program.\n\n    // It has a longer comment now.");
        Assert.Equal(compilations, BpfCompiler.CompilationCount);
        AssertStable(run.Reasons(TrackingNames.Shape));
        AssertStable(run.OutputReasons(ShapeOutputs));
    }

    [Fact]
    public void Comment_above_a_program_moves_its_lines_in_the_object()
    {
        GeneratorRun run = Start();
        int before = FirstLine(run);
        run.Edit("// The first program.", "// The first program.\n\n    // It has a longer comment now.");
        Assert.Equal(before + 2, FirstLine(run));
    }

    [Fact]
    public void Edited_body_compiles_its_own_class_only_and_keeps_the_shape()
    {
        GeneratorRun run = Start();
        int compilations = BpfCompiler.CompilationCount;
        run.Edit("counter.Packets++;", "counter.Packets += 2;");
        Assert.Equal(compilations + 1, BpfCompiler.CompilationCount);
        AssertStable(run.Reasons(TrackingNames.Shape));
        AssertStable(run.OutputReasons(ShapeOutputs));
    }

    [Fact]
    public void Edited_file_without_programs_changes_nothing()
    {
        GeneratorRun run = new(TestCompilation.Of("class Unrelated { int _a; }", Samples.Firewall));
        int compilations = BpfCompiler.CompilationCount;
        run.Edit("int _a;", "int _a, _b; void M() { }");
        Assert.Equal(compilations, BpfCompiler.CompilationCount);
        foreach (string step in new[] { TrackingNames.Shape, TrackingNames.Lowered, TrackingNames.Compiled })
            AssertStable(run.Reasons(step));
    }

    [Fact]
    public void New_map_changes_the_shape()
    {
        GeneratorRun run = Start();
        run.Edit("private static ulong s_seen;", "private static ulong s_seen; private static readonly ArrayMap<uint> Added = new(4);");
        Assert.Contains(IncrementalStepRunReason.Modified, run.Reasons(TrackingNames.Shape));
        Assert.Single(run.Output.GetTypeByMetadataName("Shop.IFirewall")!.GetMembers("Added"));
    }

    [Fact]
    public void Nothing_of_Roslyn_is_kept_between_runs()
    {
        GeneratorRun run = Start();
        foreach (string step in new[] { TrackingNames.Shape, TrackingNames.Lowered, TrackingNames.Compiled })
        {
            foreach (object output in run.Result.TrackedSteps[step].SelectMany(static s => s.Outputs).Select(static o => o.Value))
                ObjectGraph.AssertHoldsNone(output, typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Location), typeof(Compilation), typeof(SemanticModel), typeof(IOperation));
        }
    }

    private static GeneratorRun Start()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Firewall, Samples.Other));
        Assert.Empty(run.Diagnostics);
        return run;
    }

    private static void AssertStable(IReadOnlyList<IncrementalStepRunReason> reasons)
    {
        Assert.NotEmpty(reasons);
        Assert.All(reasons, static r => Assert.True(r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, r.ToString()));
    }

    private static int FirstLine(GeneratorRun run) => EmbeddedObject.Of(run, "Shop.Firewall").Programs.Single(static p => p.Name == "Filter").Lines[0].Line;
}
