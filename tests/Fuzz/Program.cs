using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Writing;

namespace BpfSharp.Fuzz;

internal static class Program
{
    private const int BatchSize = 50;

    public static int Main(string[] args)
    {
        int programs = Option(args, "--programs", 200), seed = Option(args, "--seed", 1), inputs = Option(args, "--inputs", 20);
        var features = new Features();
        int mismatches = 0, refused = 0, notCompiled = 0, invalid = 0, run = 0;
        string folder = Path.Combine(Path.GetTempPath(), $"bpfsharp-fuzz-{seed}");
        using (Process self = Process.GetCurrentProcess())
            if (OperatingSystem.IsLinux()) self.ProcessorAffinity = 1; // per-CPU maps: kernel test runs are to count on CPU 0, as a simulation does

        for (int first = 0; run < programs; first += BatchSize)
        {
            var sources = new List<(string Name, string Text)>();
            for (int i = first; i < first + Math.Min(BatchSize, programs - run); i++)
                sources.Add(($"P{i}", ProgramWriter.Write($"P{i}", HashCode(seed, i), features)));
            using Batch batch = Batch.Compile(sources);
            invalid += batch.Invalid.Count;
            foreach ((string name, string text) in sources)
            {
                if (batch.Invalid.TryGetValue(name, out string? error))
                {
                    if (args.Contains("--verbose")) Console.WriteLine($"invalid: {error}");
                    continue;
                }
                run++;
                if (batch.NotCompiled.TryGetValue(name, out string? reason))
                {
                    notCompiled++;
                    Console.WriteLine($"not compiled: {reason}");
                    Write(folder, name, text, reason);
                    continue;
                }

                int index = int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
                Outcome outcome = Trial.Run(batch.Assembly!, name, Inputs.Of(HashCode(seed, index), inputs), index, args.Contains("--self-check"));
                if (outcome.Kind == OutcomeKind.Equal)
                    continue;
                if (outcome.Kind == OutcomeKind.Refused)
                    refused++;
                else
                    mismatches++;
                Console.WriteLine($"{name}: {outcome.Kind}: {outcome.Text[..Math.Min(600, outcome.Text.Length)]}");
                Write(folder, name, text, outcome.Text + "\n" + string.Join("\n", outcome.Packets.Select(Convert.ToHexString)));
            }
        }

        if (args.Contains("--verbose"))
            foreach ((string name, int count) in features.Counts)
                Console.WriteLine($"{count,8} {name}");
        Console.WriteLine($"(programs that are not C#: {invalid}; failures in {folder})");
        Console.WriteLine($"programs {run}, inputs {inputs}, mismatches {mismatches}, refused {refused}, not compiled {notCompiled}, features {features.Percent}%");
        return mismatches == 0 && refused == 0 ? 0 : 1;
    }

    private static void Write(string folder, string name, string text, string report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".cs"), text + "/*\n" + report + "\n*/\n");
    }

    private static int HashCode(int seed, int index) => unchecked((seed * 1_000_003) ^ (index * 7919 + 17));

    private static int Option(string[] args, string name, int otherwise)
    {
        int at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}
