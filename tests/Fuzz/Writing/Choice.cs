using System;
using BpfSharp.Fuzz.Coverage;
using System.Collections.Generic;

namespace BpfSharp.Fuzz.Writing;

/// <summary>A weighted table of constructs; what a construct cannot be written for (null) is chosen again.</summary>
internal sealed class Choice<TArgument>
{
    private readonly List<(string Name, int Weight, Func<TArgument, string?> Write)> _rows = [];
    private int _total;

    public void Add(string name, int weight, Func<TArgument, string?> write)
    {
        _rows.Add((name, weight, write));
        _total += weight;
    }

    public IEnumerable<string> Names
    {
        get
        {
            foreach ((string name, _, _) in _rows)
                yield return name;
        }
    }

    public string? Write(Random random, CoverageArea features, TArgument argument)
    {
        for (int attempt = 0; attempt < 8; attempt++)
        {
            int at = random.Next(_total);
            foreach ((string name, int weight, Func<TArgument, string?> write) in _rows)
            {
                at -= weight;
                if (at >= 0)
                    continue;
                if (write(argument) is { } text)
                {
                    features.Reach(name);
                    return text;
                }

                break;
            }
        }

        return null;
    }
}
