using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Benchmarks;

internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = values.Order().ToArray();
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>A 95% interval of the median: order statistics, since times are not normally distributed.</summary>
    /// <param name="sorted">Rising.</param>
    public static (double Low, double High) Interval(double[] sorted)
    {
        int n = sorted.Length;
        int rank = (int)Math.Floor((n - (1.96 * Math.Sqrt(n))) / 2);
        rank = Math.Clamp(rank, 0, (n - 1) / 2);
        return (sorted[rank], sorted[n - 1 - rank]);
    }

    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
