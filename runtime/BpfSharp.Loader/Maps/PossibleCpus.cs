using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace BpfSharp.Loader.Maps;

/// <summary>The number of possible CPUs: per-CPU maps hold a value for each of them, online or not.</summary>
internal static class PossibleCpus
{
    private static readonly Lazy<int> s_count = new(static () => Count(File.ReadAllText("/sys/devices/system/cpu/possible")));

    public static int Value => s_count.Value;

    /// <summary>Numbers of the CPUs that are online.</summary>
    public static IReadOnlyList<int> Online() => [.. Ranges(File.ReadAllText("/sys/devices/system/cpu/online")).SelectMany(static r => Enumerable.Range(r.First, r.Last - r.First + 1))];

    /// <summary>Counts a CPU list such as <c>0-3,8,10-11</c>.</summary>
    internal static int Count(string list) => Ranges(list).Sum(static r => r.Last - r.First + 1);

    private static IEnumerable<(int First, int Last)> Ranges(string list)
    {
        foreach (string part in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            int first = int.Parse(dash < 0 ? part : part.AsSpan(0, dash), CultureInfo.InvariantCulture);
            yield return (first, dash < 0 ? first : int.Parse(part.AsSpan(dash + 1), CultureInfo.InvariantCulture));
        }
    }
}
