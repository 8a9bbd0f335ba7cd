using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using BpfSharp.Generator.Tests.Rules;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Incremental;

/// <summary>
/// The files of the samples and of the runtime, half typed. The generator sees every prefix of the samples' files that it works on, those with programs or functions for them;
/// BPFSHARP_ALL_PREFIXES=1 tries every prefix of all, by the analyzers too. This class takes every fourth file, <see cref="SecondSamplePrefixTests"/> and two more the others: classes run side by side, and the last should not run alone for long.
/// </summary>
public class SamplePrefixTests
{
    private const int Parts = 4;
    private const int SampleStride = 1;
    private const int UserSpaceStride = 61;
    private const int RuntimeStride = 997;
    private const int AnalyzerStride = 199;

    // What a person would wait for while typing, on a busy machine.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly int _part;

    public SamplePrefixTests()
        : this(0)
    {
    }

    protected SamplePrefixTests(int part) => _part = part;

    private static bool IsEvery => Environment.GetEnvironmentVariable("BPFSHARP_ALL_PREFIXES") == "1";

    [Theory]
    [InlineData("samples", SampleStride)]
    [InlineData("runtime/BpfSharp", RuntimeStride)]
    public void Generator_survives(string folder, int stride)
    {
        GeneratorRun run = new(TestCompilation.Of(""));
        Compilation empty = run.Source;
        SyntaxTree tree = empty.SyntaxTrees.Single();
        foreach (string file in Files(folder))
        {
            string text = File.ReadAllText(file);
            int step = IsEvery ? 1 : IsForPrograms(text) ? stride : Math.Max(stride, UserSpaceStride);
            for (int length = 0; length <= text.Length; length += step)
            {
                var watch = Stopwatch.StartNew();
                run.Run(empty.ReplaceSyntaxTree(tree, TestCompilation.Parse(text[..length], tree.FilePath)));
                Assert.True(run.Result.Exception is null, $"{file}, {length} characters: {run.Result.Exception}");
                Diagnostic? failure = run.Diagnostics.FirstOrDefault(static d => d.Id is "BPF0000" or "CS8785");
                Assert.True(failure is null, $"{file}, {length} characters: {failure}");
                Assert.True(watch.Elapsed < s_limit, $"{file}, {length} characters: {watch.Elapsed}");
            }
        }
    }

    [Fact]
    public async Task Analyzers_survive()
    {
        foreach (string file in Files("samples"))
        {
            string text = File.ReadAllText(file);
            for (int length = 0; length <= text.Length; length += IsEvery ? 1 : AnalyzerStride)
            {
                foreach (Diagnostic diagnostic in await AnalyzerRun.RunAsync(TestCompilation.Of(text[..length])))
                    Assert.True(diagnostic.Id.StartsWith("BPF", StringComparison.Ordinal) && diagnostic.Id != "BPF0000", $"{file}, {length} characters: {diagnostic}");
            }
        }
    }

    private static bool IsForPrograms(string text) =>
        text.Contains("[XdpProgram", StringComparison.Ordinal) || text.Contains("[TcProgram", StringComparison.Ordinal) || text.Contains("[BpfFunction", StringComparison.Ordinal);

    private string[] Files(string folder) =>
        [.. Directory.GetFiles(Path.Combine(RuleFiles.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .OrderByDescending(static f => IsForPrograms(File.ReadAllText(f)))
            .Where((_, number) => number % Parts == _part)];
}
