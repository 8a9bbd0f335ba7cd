using System.Linq;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Api;

/// <summary>A program that can't be compiled: one error at the method's name, and an API that binds all the same.</summary>
public sealed class RefusedProgramTests
{
    [Fact]
    public void Broken_declaration_is_one_error_at_the_first_program()
    {
        Marked source = Marked.Parse(Samples.Class("static readonly HashMap<uint, uint> M = new(maxEntries: 0);").Replace("XdpAction Main", "XdpAction [|Main|]"));
        GeneratorRun run = new(TestCompilation.Of(source.Text));
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal("BPF0001", error.Id);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Equal(source.Spans[0], error.Location.SourceSpan);
        Assert.Contains("BPF2012", error.GetMessage());
        Assert.Contains("File0.cs:8", error.GetMessage());
        Assert.Empty(TestCompilation.Problems(run.Output));
        Assert.NotNull(run.Output.GetTypeByMetadataName("PObject"));
        Assert.DoesNotContain(run.Output.Assembly.GetAttributes(), static a => a.AttributeClass?.Name == "BpfObjectAttribute");
    }

    [Fact]
    public void Code_outside_of_the_subset_is_one_error_that_names_the_first_reason()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Class("[XdpProgram] public static XdpAction Filter(XdpContext ctx) => new string('x', 3).Length == 3 ? XdpAction.Drop : XdpAction.Pass;")));
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal("BPF0001", error.Id);
        Assert.Matches("BPF1[0-9]{3}", error.GetMessage());
        Assert.Empty(TestCompilation.Problems(run.Output));
    }

    [Fact]
    public void Errors_of_CSharp_are_left_to_csc()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Class("[XdpProgram] public static XdpAction Filter(XdpContext ctx) => Unknown(ctx);")));
        Assert.Empty(run.Diagnostics);
        Assert.Equal(["CS0103"], run.Output.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.Id));
    }

    [Theory]
    [InlineData("[XdpProgram] public static int Filter(XdpContext ctx) => 2;")]
    [InlineData("[XdpProgram] public static XdpAction Filter(TcContext ctx, int n) => XdpAction.Pass;")]
    public void Wrong_signature_keeps_the_member(string member)
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Class(member)));
        Assert.Empty(TestCompilation.Problems(run.Output));
        Assert.Single(run.Output.GetTypeByMetadataName("IP")!.GetMembers("Filter"));
    }

    [Theory]
    [InlineData("4.19")]
    [InlineData("new")]
    [InlineData("6")]
    public void Wrong_target_kernel_is_an_error(string target)
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Other), ("BpfTargetKernel", target));
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal("BPF0002", error.Id);
        Assert.Contains($"'{target}'", error.GetMessage());
    }
}
