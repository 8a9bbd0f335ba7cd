using System.Linq;
using System.Threading;
using BpfSharp.Frontend.Gather;
using BpfSharp.Frontend.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Code of other parts of this repository: it must lower to well-formed IR, as what users write must.</summary>
public class RepositoryCodeTests
{
    [Fact]
    public void The_runtimes_own_functions_lower_without_a_diagnostic()
    {
        LoweringResult result = References.RuntimeBodies;
        Assert.Equal("", Lowered.Problems(result));
        Assert.NotEmpty(result.Module.Functions);
    }

    [Theory]
    [InlineData("tests/Kernel/Differential/Programs")]
    [InlineData("samples/QuickStart/Programs")]
    public void Programs_of_the_repository_lower_without_a_diagnostic(string folder)
    {
        SyntaxTree usings = CSharpSyntaxTree.ParseText("global using BpfSharp; global using BpfSharp.Protocols;", References.ParseOptions);
        // The library that some of the programs call is a project of its own; here its source stands for it.
        SyntaxTree[] sources = [.. References.SourcesIn(folder), .. References.SourcesIn("tests/Language/Library"), usings];
        var compilation = CSharpCompilation.Create("Programs", sources, References.All, References.Options);
        INamedTypeSymbol[] classes = Lowered.ProgramClasses(compilation).ToArray();
        Assert.NotEmpty(classes);
        foreach (INamedTypeSymbol type in classes)
        {
            LoweringResult result = BpfFrontend.LowerProgramClass(ProgramClassGatherer.Gather(type, compilation), compilation, CancellationToken.None);
            Assert.Equal("", Lowered.Problems(result));
        }
    }
}
