using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime;
using System.Threading;
using BpfSharp.Benchmarks.Codegen;
using BpfSharp.Loader;
using Spectre.Console;

namespace BpfSharp.Benchmarks.Loader;

/// <summary><c>loader</c>: our loader and readers beside libbpf's, on the same objects.</summary>
internal static class LoaderCommand
{
    private const string Interface = "bench0";
    private const int WarmUps = 120;
    private const int MostTurns = 40;
    private const int QuietTurns = 3;
    private const int LoadRounds = 5;

    // A method with a loop is compiled for good at its first call; others are after thirty calls, and again after thirty with counters, on another thread, which has to get its turn.
    private const string Tiers = "DOTNET_TC_QuickJitForLoops";
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(250);

    // A ring of 1 MiB holds so many events with their headers.
    private static readonly (string Name, int Operations)[] s_measurements =
    [
        ("load", 1), ("attach", 1), ("update", 100_000), ("lookup", 100_000), ("batch", 200_000), ("ring64", (1 << 20) / 72), ("ring256", (1 << 20) / 264),
    ];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often both sides are timed, in turns.", DefaultValueFactory = static _ => 41 };
        var only = new Option<string[]>("--only") { Description = "Names of measurements; all by default.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("loader", "Load, attach, map operations and ring buffers, beside a C program on libbpf.") { rounds, only };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(only) ?? []));
        return command;
    }

    private static int Run(int rounds, string[] only)
    {
        if (Environment.GetEnvironmentVariable(Tiers) != "0")
            return Again();
        string name = string.Create(CultureInfo.InvariantCulture, $"bpfsharp-bench-{Environment.ProcessId}");
        Tool("ip", $"netns add {name}");
        try
        {
            Tool("ip", $"-n {name} link add {Interface} type veth peer name bench1");
            Tool("ip", $"-n {name} link set {Interface} up");
            using NetworkNamespace inside = NetworkNamespace.Open(name);
            return inside.Run(() => Compare(rounds, only));
        }
        finally
        {
            Tool("ip", $"netns del {name}");
        }
    }

    private static int Again()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { Environment = { [Tiers] = "0" } };
        string[] arguments = Environment.GetCommandLineArgs();
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(arguments[0]);
        foreach (string argument in arguments.Skip(1))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static int Compare(int rounds, string[] only)
    {
        Processor.Pin();
        byte[] small = Compile("small.bpf.c"), rings = Compile("rings.bpf.c");
        using var twin = new TwinProcess(small, rings, Interface);
        using var ours = new OurSide(small, rings, Interface);
        var figures = new List<LoaderFigures>();
        foreach ((string name, int operations) in s_measurements.Where(m => only.Length == 0 || only.Contains(m.Name, StringComparer.Ordinal)))
        {
            var figure = new LoaderFigures(name, operations);
            WarmUp(() => ours.Measure(name), name is "attach" or "update" or "lookup" or "batch" ? WarmUps / 10 : WarmUps);
            // What is short is measured more often: a round that was preempted tells nothing.
            for (int round = -4; round < rounds * (name == "load" ? LoadRounds : 1); round++)
            {
                // In turns, and the one that begins in turns too.
                (Sample first, Sample second) = (round & 1) == 0 ? (ours.Measure(name), twin.Measure(name)) : Swap(twin.Measure(name), ours.Measure(name));
                if (first.Sum != second.Sum)
                    throw new InvalidOperationException($"{name}: we read {first.Sum}, libbpf {second.Sum}");
                if (round >= 0)
                    figure.Add(first.Nanoseconds, second.Nanoseconds);
            }
            figures.Add(figure);
        }
        Write(figures);
        Console.WriteLine(Summary(figures, ours));
        return 0;
    }

    // Until nothing has been compiled for a few turns: on a busy machine the compiling thread is late, and a fixed number of calls would time code that is not final.
    private static void WarmUp(Action measure, int times)
    {
        int quiet = 0;
        for (int turn = 0; turn < MostTurns && (quiet < QuietTurns || turn < 4); turn++)
        {
            long before = JitInfo.GetCompiledMethodCount();
            for (int i = 0; i < Math.Max(times / 4, 1); i++)
                measure();
            Thread.Sleep(s_turn);
            quiet = JitInfo.GetCompiledMethodCount() == before ? quiet + 1 : 0;
        }
    }

    private static void Write(List<LoaderFigures> figures)
    {
        Table table = new Table().AddColumns("what", "ours ns", "libbpf ns", "ratio", "95%");
        foreach (LoaderFigures f in figures)
            table.AddRow(f.Name, Text(f.Ours), Text(f.Theirs), Ratio(f.Ratio), $"{Ratio(f.Interval.Low)} to {Ratio(f.Interval.High)}");
        AnsiConsole.Write(table);
    }

    private static string Summary(List<LoaderFigures> figures, OurSide ours)
    {
        string[] named = ["load", "ring64", "ring256", "update", "lookup", "batch"];
        IEnumerable<string> parts = named.Select(n => $"{n} {(figures.Find(f => f.Name == n) is { } found ? Ratio(found.Ratio) : "-")}");
        double bytes = ours.Events == 0 ? 0 : (double)ours.AllocatedBytes / ours.Events;
        return $"vs libbpf: {string.Join(' ', parts)}; bytes allocated per event {bytes.ToString("0.###", CultureInfo.InvariantCulture)}";
    }

    private static (Sample Ours, Sample Theirs) Swap(Sample theirs, Sample ours) => (ours, theirs);

    private static byte[] Compile(string source) => ClangCompiler.Compile(Path.Combine(AppContext.BaseDirectory, "Loader", "Twin", source), "v3").Elf;

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Tool(string program, string arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{program} {arguments}' failed");
    }
}
