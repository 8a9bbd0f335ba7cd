using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary><c>codegen</c>: our code beside clang's for the same programs.</summary>
internal static class CodegenCommand
{
    // A table in a file is not to be folded.
    private const int WideEnough = 220;

    private static readonly Version s_default = new(6, 1);
    private static readonly Version s_lowest = new(5, 10);

    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "Names of pairs; all by default.", AllowMultipleArgumentsPerToken = true };
        var rounds = new Option<int>("--rounds") { Description = "How often both sides are timed, each time loaded anew.", DefaultValueFactory = static _ => 41 };
        var output = new Option<string>("--output") { Description = "Folder for codegen.md, codegen.json and codegen.svg.", DefaultValueFactory = static _ => "artifacts/benchmarks" };
        var objects = new Option<string?>("--objects") { Description = "Folder where the objects of both sides are left, to look into." };
        var exact = new Option<bool>("--exact") { Description = "Only what is the same in each run: size, verifier's work, machine code, stack. Nothing is timed or written." };
        var command = new Command("codegen", "Our code beside clang-19's for the same programs: size, verifier's work, machine code, load time, time per packet.") { only, rounds, output, objects, exact };
        command.SetAction(parsed => Run(parsed.GetValue(only) ?? [], parsed.GetValue(rounds), parsed.GetValue(output)!, parsed.GetValue(objects), parsed.GetValue(exact)));
        return command;
    }

    private static int Run(string[] only, int rounds, string output, string? objects, bool exact)
    {
        List<CodegenPair> pairs = PairCatalog.All.Where(p => only.Length == 0 || only.Contains(p.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (pairs.Count == 0)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]no pair of that name; there are {string.Join(", ", PairCatalog.All.Select(static p => p.Name))}[/]");
            return 2;
        }

        using CodegenNetwork network = CodegenNetwork.Create();
        return network.Run(() => Run(pairs, rounds, output, objects, exact));
    }

    private static int Run(List<CodegenPair> pairs, int rounds, string output, string? objects, bool exact)
    {
        Processor.Pin();
        if (!exact)
            CompilerWarmUp.Run(pairs, [s_default, s_lowest]);
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WideEnough;
        if (objects is not null)
            Leave(pairs, objects);
        IReadOnlyList<PairFigures> first = Measure(pairs, new PairBenchmark(exact ? 0 : rounds, s_default, ["v3", "v4"]), $"target {s_default}, clang-19 -O2 -g, the better of -mcpu=v3 and v4");
        if (exact)
        {
            Console.WriteLine(CodegenSummary.Of(first).Line);
            return 0;
        }

        IReadOnlyList<PairFigures> lowest = Measure(pairs.FindAll(static p => p.Lowest is null || p.Lowest <= s_lowest), new PairBenchmark(Math.Max(rounds / 3, 3), s_lowest, ["v2"]), $"target {s_lowest}, clang-19 -O2 -g -mcpu=v2");
        var summary = CodegenSummary.Of(first);
        CodegenReport.Write(output, first, lowest, summary);
        Console.WriteLine($"written: {Path.GetFullPath(output)}");
        Console.WriteLine(summary.Line);
        return 0;
    }

    private static List<PairFigures> Measure(IReadOnlyList<CodegenPair> pairs, PairBenchmark benchmark, string title)
    {
        var figures = new List<PairFigures>();
        foreach (CodegenPair pair in pairs)
        {
            figures.Add(benchmark.Run(pair));
            Console.Error.WriteLine($"{title}: {pair.Name}");
        }

        AnsiConsole.Write(CodegenTable.Of(title, figures));
        return figures;
    }

    private static void Leave(IReadOnlyList<CodegenPair> pairs, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (CodegenPair pair in pairs)
        {
            File.WriteAllBytes(Path.Combine(folder, pair.Name + ".bpfsharp.o"), new OurCompiler(pair).Compile(s_default));
            foreach (string cpu in new[] { "v3", "v4" })
                File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{pair.Name}.clang-{cpu}.o")), ClangCompiler.Compile(pair.CFile, cpu).Elf);
        }
    }
}
