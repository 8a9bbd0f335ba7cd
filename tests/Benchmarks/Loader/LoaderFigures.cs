using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Benchmarks.Loader;

/// <summary>The rounds of one measurement, both sides.</summary>
internal sealed class LoaderFigures(string name, int operations)
{
    private readonly List<double> _ours = [];
    private readonly List<double> _theirs = [];

    public string Name { get; } = name;

    /// <summary>Median time of one operation in nanoseconds.</summary>
    public double Ours => Statistics.Median(_ours) / Operations;

    public double Theirs => Statistics.Median(_theirs) / Operations;

    /// <summary>Median over the rounds of our time over theirs: both sides of a round see the same machine.</summary>
    public double Ratio => Statistics.Median(Ratios);

    public (double Low, double High) Interval => Statistics.Interval([.. Ratios.Order()]);

    public int Operations { get; private set; } = operations;

    private IEnumerable<double> Ratios => _ours.Zip(_theirs, static (a, b) => a / b);

    public void Add(double ours, double theirs)
    {
        _ours.Add(ours);
        _theirs.Add(theirs);
    }
}
