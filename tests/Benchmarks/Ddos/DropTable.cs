using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>The rates of all lanes.</summary>
internal sealed class DropTable(IEnumerable<string> lanes)
{
    private readonly string[] _lanes = [.. lanes];
    private readonly List<(int Signatures, double[][] Rates)> _columns = [];

    public void Add(int signatures, double[][] rates) => _columns.Add((signatures, rates));

    /// <summary>Medians in millions of packets a second, with the middle half of the rounds.</summary>
    public Table Draw()
    {
        var table = new Table().Title("dropped, million packets a second");
        table.AddColumn("");
        foreach ((int signatures, _) in _columns)
            table.AddColumn(signatures == 1 ? "1 signature" : $"{signatures} signatures");
        for (int i = 0; i < _lanes.Length; i++)
            table.AddRow([_lanes[i], .. _columns.Select(c => Cell(c.Rates[i]))]);
        return table;
    }

    /// <summary>The median of the ratios of each round.</summary>
    public string LastLine(int ours, int xtables, int bare)
    {
        double[][] first = _columns[0].Rates, last = _columns[^1].Rates;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"drop rate vs xt_bpf: 1 signature {Ratio(first[ours], first[xtables]):0.00} times, {_columns[^1].Signatures} signatures {Ratio(last[ours], last[xtables]):0.00} times; vs bare XDP drop {Ratio(first[ours], first[bare]):0.00}");
    }

    private static double Ratio(double[] left, double[] right) => Statistics.Median(left.Zip(right, static (l, r) => l / r));

    private static string Cell(double[] rates)
    {
        double[] sorted = [.. rates.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(rates) / 1e6:0.000} ({sorted[sorted.Length / 4] / 1e6:0.000} to {sorted[sorted.Length * 3 / 4] / 1e6:0.000})");
    }
}
