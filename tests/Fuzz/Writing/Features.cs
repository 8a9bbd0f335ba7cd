using System;
using System.Collections.Generic;

namespace BpfSharp.Fuzz.Writing;

/// <summary>How often each construct was written, over a whole run.</summary>
internal sealed class Features
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Declare(string name) => _counts.TryAdd(name, 0);

    public void Count(string name) => _counts[name] = _counts.GetValueOrDefault(name) + 1;

    public int Percent
    {
        get
        {
            int used = 0;
            foreach (int count in _counts.Values)
                used += count > 0 ? 1 : 0;
            return _counts.Count == 0 ? 0 : used * 100 / _counts.Count;
        }
    }
}
