using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Incremental;

public sealed class DeterminismTests
{
    [Fact]
    public void Same_source_gives_same_files() =>
        Assert.Equal(Sorted(new GeneratorRun(TestCompilation.Of(Samples.Firewall, Samples.Other))), Sorted(new GeneratorRun(TestCompilation.Of(Samples.Firewall, Samples.Other))));

    [Fact]
    public void Order_of_files_does_not_count()
    {
        // The paths stay with their texts.
        Compilation compilation = TestCompilation.Of(Samples.Firewall, Samples.Other);
        SyntaxTree[] reversed = compilation.SyntaxTrees.Reverse().ToArray();
        Compilation other = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(reversed);
        Assert.Equal(Sorted(new GeneratorRun(compilation)), Sorted(new GeneratorRun(other)));
    }

    [Fact]
    public void Paths_are_mapped()
    {
        Compilation compilation = TestCompilation.Of(Samples.Firewall);
        SourceReferenceResolver mapped = new SourceFileResolver([], null, [new KeyValuePair<string, string>("/src", "/_")]);
        GeneratorRun run = new(compilation.WithOptions(compilation.Options.WithSourceReferenceResolver(mapped)));
        var lines = EmbeddedObject.Of(run, "Shop.Firewall").Programs.SelectMany(static p => p.Lines).ToArray();
        Assert.Contains(lines, static line => line.File == "/_/File0.cs");
        Assert.DoesNotContain(lines, static line => line.File.StartsWith("/src", StringComparison.Ordinal));
    }

    [Fact]
    public void Source_text_is_left_out_on_demand()
    {
        GeneratorRun with = new(TestCompilation.Of(Samples.Firewall));
        Assert.Contains(EmbeddedObject.Of(with, "Shop.Firewall").Programs[0].Lines, static line => line.Text.Contains("s_seen++"));
        GeneratorRun without = new(TestCompilation.Of(Samples.Firewall), ("BpfEmbedSource", "false"));
        Assert.All(EmbeddedObject.Of(without, "Shop.Firewall").Programs.SelectMany(static p => p.Lines), static line => Assert.Empty(line.Text));
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(GeneratorRun run) => run.Files.OrderBy(static f => f.Key, StringComparer.Ordinal);
}
