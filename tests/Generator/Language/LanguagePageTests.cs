using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Generator.Tests.Infrastructure;
using BpfSharp.Generator.Tests.Rules;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Generator.Tests.Language;

/// <summary>The examples of docs/language.md compile for .NET and for BPF, and run.</summary>
public sealed class LanguagePageTests
{
    private const string Usings = """
        using System; using System.Buffers.Binary; using System.Diagnostics; using System.Numerics; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Threading; using BpfSharp; using BpfSharp.Protocols;
        """;

    [Fact]
    public void Examples_compile_and_run()
    {
        string[] blocks = [.. Regex.Matches(Page(), "(?s)```csharp\n(.*?)```").Select(static m => m.Groups[1].Value)];
        Assert.True(blocks.Length > 10);
        IEnumerable<string> programs = blocks.Skip(1).Select(static (body, i) => $$"""
            [XdpProgram(OnFault = XdpAction.Drop)]
            public static XdpAction Example{{i}}(XdpContext ctx)
            {
                {{body}}
                return XdpAction.Pass;
            }
            """);
        var run = new GeneratorRun(TestCompilation.Of($"{Usings}\npublic static partial class Examples\n{{\n{blocks[0]}\n{string.Join('\n', programs)}\n}}"));
        Assert.Empty(run.Diagnostics);
        Assert.Equal(blocks.Length - 1, EmbeddedObject.Of(run, "Examples").Programs.Count);

        using var image = new MemoryStream();
        var emitted = run.Output.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        Type type = new AssemblyLoadContext("examples", isCollectible: true).LoadFromStream(image).GetType("ExamplesSimulation")!;
        using var simulation = (IDisposable)Activator.CreateInstance(type, [null])!;
        for (int i = 0; i < blocks.Length - 1; i++)
        {
            var program = (IXdpProgram)type.GetProperty($"Example{i}")!.GetValue(simulation)!;
            XdpResult result = program.Run(new byte[60]);
            Assert.True(result.Verdict == XdpAction.Pass, $"{result.Verdict}:\n{blocks[i + 1]}");
        }
    }

    [Fact]
    public void Named_rules_exist()
    {
        string[] named = [.. Regex.Matches(Page(), @"\[(BPF\d{4})\]\(rules/(BPF\d{4})\.md\)").Select(static m => m.Groups[1].Value == m.Groups[2].Value ? m.Groups[1].Value : m.Value)];
        Assert.NotEmpty(named);
        Assert.All(named, static id => Assert.Equal(id, DiagnosticCatalog.Get(id).Id));
    }

    private static string Page() => File.ReadAllText(Path.Combine(RuleFiles.Root, "docs/language.md")).ReplaceLineEndings("\n");
}
