using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>All pairs in one line: geometric means of our figures over clang's, and the worst.</summary>
internal sealed record CodegenSummary(double Slots, double Processed, double Jited, double Load, double Time, double WorstSlots, double WorstTime, double CompileMilliseconds)
{
    // Below this a packet's time is the test run's noise.
    private const double TooShort = 20;

    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"vs clang-19: slots {Slots:0.00} processed {Processed:0.00} jited {Jited:0.00} load {Load:0.00} time {Time:0.00} (geomean); worst slots {WorstSlots:0.00} time {WorstTime:0.00}; compile {CompileMilliseconds:0.0} ms");

    public static CodegenSummary Of(IReadOnlyList<PairFigures> figures) => new(
        Statistics.GeometricMean(figures.Select(static f => f.SlotRatio)),
        Statistics.GeometricMean(figures.Select(static f => f.ProcessedRatio)),
        Statistics.GeometricMean(figures.Select(static f => f.JitedRatio)),
        Statistics.GeometricMean(figures.Select(static f => f.LoadRatio)),
        Statistics.GeometricMean(figures.Select(static f => f.TimeRatio)),
        figures.Max(static f => f.SlotRatio),
        figures.Where(static f => f.Theirs.Nanoseconds >= TooShort).Select(static f => f.TimeRatio).DefaultIfEmpty(1).Max(),
        Statistics.Median(figures.Select(static f => f.Ours.CompileMilliseconds)));
}
