using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>Measures one pair: equality first, then all figures, both sides in turns so that a busy machine harms them alike.</summary>
/// <param name="rounds">How often both sides are timed; 0 to time nothing.</param>
internal sealed class PairBenchmark(int rounds, Version target, IReadOnlyList<string> cpus)
{
    private const uint Repetitions = 20_000;
    private const int SingleRuns = 2_000;
    private const int Loads = 9;
    private const int Compilations = 15;

    public PairFigures Run(CodegenPair pair)
    {
        var compiler = new OurCompiler(pair);
        byte[] ours = compiler.Compile(target);
        List<(string Cpu, byte[] Elf)> twins = cpus.Select(cpu => (cpu, ClangCompiler.Compile(pair.CFile, cpu).Elf)).ToList();
        foreach ((string cpu, byte[] elf) in twins)
            RequireEqual(pair, ours, elf, cpu);
        (string best, byte[] theirs) = twins.MinBy(static t => ObjectFigures.Slots(t.Elf));

        using PairObject left = Load(pair, ours, "C#");
        using PairObject right = Load(pair, theirs, "C");
        if (rounds == 0)
            return new PairFigures(pair.Name, best, Figures(left, ours, 1, 1, 1), Figures(right, theirs, 1, 1, 1), 1, 1, 1);
        (double[] leftTimes, double[] rightTimes) = Time(pair, ours, theirs);
        double[] ratios = leftTimes.Zip(rightTimes, static (a, b) => a / b).Order().ToArray();
        (double low, double high) = Statistics.Interval(ratios);
        (double leftLoad, double rightLoad) = TimeLoads(pair, ours, theirs);
        double compile = Statistics.Median(Enumerable.Range(0, Compilations).Select(_ => Milliseconds(() => compiler.Compile(target))));
        double clang = Statistics.Median(Enumerable.Range(0, 5).Select(_ => ClangCompiler.Compile(pair.CFile, best).Time.TotalMilliseconds));
        return new PairFigures(
            pair.Name,
            best,
            Figures(left, ours, leftLoad, Statistics.Median(leftTimes), compile),
            Figures(right, theirs, rightLoad, Statistics.Median(rightTimes), clang),
            Statistics.Median(ratios),
            low,
            high);
    }

    private static SideFigures Figures(PairObject side, byte[] elf, double load, double time, double compile) => new(
        ObjectFigures.Slots(elf), side.Statistics.VerifiedInstructions, side.Statistics.JitedBytes, ObjectFigures.Stack(elf), load, time, compile);

    private static PairObject Load(CodegenPair pair, byte[] elf, string side, bool still = false)
    {
        var loaded = new PairObject(elf, pair, side, still);
        pair.Fill(new PairMaps(loaded));
        return loaded;
    }

    private static void RequireEqual(CodegenPair pair, byte[] ours, byte[] theirs, string cpu)
    {
        using PairObject left = Load(pair, ours, "C#", still: true);
        using PairObject right = Load(pair, theirs, "C", still: true);
        if (PairEquality.FirstDifference(pair, left, right, PairTraffic.All()) is { } difference)
            throw new InvalidOperationException($"{pair.Name}: C# and C ({cpu}) are not the same program: {difference}");
    }

    // The empty program costs what the test run itself costs. Where machine code and maps happen to lie makes several per cent, so each round has both sides loaded anew.
    private (double[] Ours, double[] Theirs) Time(CodegenPair pair, byte[] ours, byte[] theirs)
    {
        var empty = new CodegenPair("Empty", pair.IsTc ? "Tc" : "Xdp", pair.IsTc, static _ => { }, pair.Hot);
        byte[] emptyCode = new OurCompiler(empty).Compile(target);
        var left = new double[rounds];
        var right = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            using var nothing = new PairObject(emptyCode, empty, "C#");
            bool oursFirst = i % 2 == 0;
            using PairObject first = oursFirst ? Load(pair, ours, "C#") : Load(pair, theirs, "C");
            using PairObject second = oursFirst ? Load(pair, theirs, "C") : Load(pair, ours, "C#");
            double[] times = Measure(pair, [nothing, first, second]);
            left[i] = Math.Max(times[oursFirst ? 1 : 2] - times[0], 1);
            right[i] = Math.Max(times[oursFirst ? 2 : 1] - times[0], 1);
        }

        return (left, right);
    }

    // Twice: the first time is for the caches.
    private static double[] Measure(CodegenPair pair, PairObject[] sides)
    {
        var times = new double[sides.Length];
        for (int turn = 0; turn < 2; turn++)
        {
            for (int i = 0; i < sides.Length; i++)
                times[i] = pair.ChangesPacket ? Singles(sides[i], pair.Hot) : sides[i].Run(pair.Hot, Repetitions).Nanoseconds;
        }

        return times;
    }

    // Each on a packet of its own; the median, since one run in some is interrupted.
    private static double Singles(PairObject side, byte[] packet)
    {
        var times = new double[SingleRuns];
        for (int i = 0; i < times.Length; i++)
            times[i] = side.Run(packet).Nanoseconds;
        Array.Sort(times);
        return times[(times.Length / 4)..(times.Length * 3 / 4)].Average();
    }

    private static (double Ours, double Theirs) TimeLoads(CodegenPair pair, byte[] ours, byte[] theirs)
    {
        var left = new double[Loads];
        var right = new double[Loads];
        for (int i = 0; i < Loads; i++)
        {
            left[i] = Milliseconds(() => new PairObject(ours, pair, "C#").Dispose()) * 1000;
            right[i] = Milliseconds(() => new PairObject(theirs, pair, "C").Dispose()) * 1000;
        }

        return (Statistics.Median(left), Statistics.Median(right));
    }

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
