using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace BpfSharp.Fuzz.Coverage;

/// <summary>One kind of thing that programs can reach: how often each was reached.</summary>
internal sealed class CoverageArea
{
    private readonly SortedDictionary<string, StrongBox<int>> _counts = new(StringComparer.Ordinal);

    /// <param name="universe">All that can be reached; more may be declared later.</param>
    public CoverageArea(string name, IEnumerable<string> universe)
    {
        Name = name;
        foreach (string item in universe)
            Declare(item);
    }

    public string Name { get; }

    public IEnumerable<(string Item, int Count)> Counts => _counts.Select(static p => (p.Key, p.Value.Value));

    public int Size => _counts.Count;

    public int Reached => _counts.Values.Count(static c => c.Value > 0);

    public IEnumerable<string> Missing => _counts.Where(static p => p.Value.Value == 0).Select(static p => p.Key);

    /// <returns>The item's count.</returns>
    public StrongBox<int> Declare(string item)
    {
        if (!_counts.TryGetValue(item, out StrongBox<int>? count))
            _counts.Add(item, count = new StrongBox<int>());
        return count;
    }

    /// <summary>What is not in the universe doesn't count.</summary>
    public void Reach(string item)
    {
        if (_counts.TryGetValue(item, out StrongBox<int>? count))
            count.Value++;
    }
}
