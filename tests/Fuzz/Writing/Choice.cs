using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using BpfSharp.Fuzz.Coverage;

namespace BpfSharp.Fuzz.Writing;

/// <summary>A weighted table of constructs; what a construct can't be written for (null) is chosen again.</summary>
internal sealed class Choice<TArgument>(CoverageArea features)
{
    private readonly List<(int Weight, StrongBox<int> Written, Func<TArgument, string?> Write)> _rows = [];
    private int _sum;

    public void Add(string name, int weight, Func<TArgument, string?> write)
    {
        _rows.Add((weight, features.Declare(name), write));
        _sum += weight;
    }

    public string? Write(Random random, TArgument argument)
    {
        for (int attempt = 0; attempt < 8; attempt++)
        {
            (_, StrongBox<int> written, Func<TArgument, string?> write) = Choose(random);
            if (write(argument) is not { } text)
                continue;
            written.Value++;
            return text;
        }

        return null;
    }

    // A construct that was written a fourth as often as its weight says weighs twice as much.
    private (int Weight, StrongBox<int> Written, Func<TArgument, string?> Write) Choose(Random random)
    {
        double sum = 1;
        foreach ((_, StrongBox<int> written, _) in _rows)
            sum += written.Value;
        Span<double> weights = stackalloc double[_rows.Count];
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double expected = sum * _rows[i].Weight / _sum;
            total += weights[i] = _rows[i].Weight * Math.Clamp(Math.Sqrt(expected / (_rows[i].Written.Value + 1)), 0.5, 8);
        }

        double at = random.NextDouble() * total;
        for (int i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0)
                return _rows[i];
        }

        return _rows[^1];
    }
}
