using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;

namespace BpfSharp.Fuzz.Running;

/// <summary>Where a run's time went.</summary>
internal static class StageTimes
{
    private static readonly ConcurrentDictionary<string, long> s_ticks = new(StringComparer.Ordinal);

    public static T Measure<T>(string stage, Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            long elapsed = Stopwatch.GetTimestamp() - start;
            s_ticks.AddOrUpdate(stage, elapsed, (_, before) => before + elapsed);
        }
    }

    public static string Describe() =>
        string.Join(", ", s_ticks.OrderByDescending(static p => p.Value).Select(static p => $"{p.Key} {TimeSpan.FromSeconds(p.Value / (double)Stopwatch.Frequency).TotalSeconds:0.0} s"));
}
