using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Benchmarks.Balancer;

/// <summary>What was measured of one side under one load.</summary>
internal sealed class BalancerRow(string name, BalancerSide side, BalancerLoad load)
{
    private readonly List<double> _times = [];
    private readonly List<double> _shares = [];

    public string Name => name;

    public BalancerSide Side => side;

    public int Rounds => _times.Count;

    /// <summary>Median time for each packet.</summary>
    public double Nanoseconds => Statistics.Median(_times);

    /// <summary>Median share of packets that came back.</summary>
    public double Share => Statistics.Median(_shares);

    /// <summary>Median of the rounds' ratios.</summary>
    public double Ratio(BalancerRow other) => Statistics.Median(_times.Zip(other._times, static (own, others) => own / others));

    public void Measure()
    {
        (double time, double share) = side.Measure(load);
        _times.Add(time);
        _shares.Add(share);
    }
}
