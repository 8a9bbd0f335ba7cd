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
    private readonly List<(int Signatures, DropRate[][] Rates)> _columns = [];

    public void Add(int signatures, DropRate[][] rates) => _columns.Add((signatures, rates));

    /// <summary>Medians, with the middle half of the rounds.</summary>
    public Table Draw()
    {
        var table = new Table().Title("dropped: million packets a second; million in each second of the receiver's CPU; share of the flood");
        table.AddColumn("");
        foreach ((int signatures, _) in _columns)
            table.AddColumn(signatures == 1 ? "1 signature" : $"{signatures} signatures");
        for (int i = 0; i < _lanes.Length; i++)
            table.AddRow([_lanes[i], .. _columns.Select(c => Cell(c.Rates[i]))]);
        return table;
    }

    /// <summary>The median of the ratios of each round.</summary>
    public string LastLine(int ours, int xtables, int bare, Func<DropRate, double> of)
    {
        DropRate[][] first = _columns[0].Rates, last = _columns[^1].Rates;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"drop rate vs xt_bpf: 1 signature {Ratio(first[ours], first[xtables], of):0.00} times, {_columns[^1].Signatures} signatures {Ratio(last[ours], last[xtables], of):0.00} times; vs bare XDP drop {Ratio(first[ours], first[bare], of):0.00}");
    }

    private static double Ratio(DropRate[] left, DropRate[] right, Func<DropRate, double> of) => Statistics.Median(left.Zip(right, (l, r) => of(l) / of(r)));

    private static string Cell(DropRate[] rates) => $"{Middle(rates, static r => r.PerSecond)}; {Middle(rates, static r => r.PerCpuSecond)}; {Statistics.Median(rates.Select(static r => r.Share)):0%}";

    private static string Middle(DropRate[] rates, Func<DropRate, double> of)
    {
        double[] sorted = [.. rates.Select(of).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(sorted) / 1e6:0.00} ({sorted[sorted.Length / 4] / 1e6:0.00}-{sorted[sorted.Length * 3 / 4] / 1e6:0.00})");
    }
}
