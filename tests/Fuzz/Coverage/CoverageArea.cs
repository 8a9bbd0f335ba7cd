using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Fuzz.Coverage;

/// <summary>One kind of thing that programs can reach: how often each was reached.</summary>
internal sealed class CoverageArea
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <param name="universe">All that can be reached; more may be declared later.</param>
    public CoverageArea(string name, IEnumerable<string> universe)
    {
        Name = name;
        foreach (string item in universe)
            Declare(item);
    }

    public string Name { get; }

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public int Reached => _counts.Values.Count(static c => c > 0);

    public IEnumerable<string> Missing => _counts.Where(static p => p.Value == 0).Select(static p => p.Key);

    public void Declare(string item) => _counts.TryAdd(item, 0);

    /// <summary>What is not in the universe doesn't count.</summary>
    public void Reach(string item)
    {
        if (_counts.TryGetValue(item, out int count))
            _counts[item] = count + 1;
    }
}
