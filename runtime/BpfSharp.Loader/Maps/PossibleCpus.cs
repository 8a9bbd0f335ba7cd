using System;
using System.Globalization;
using System.IO;

namespace BpfSharp.Loader.Maps;

/// <summary>The number of possible CPUs: per-CPU maps hold a value for each of them, online or not.</summary>
internal static class PossibleCpus
{
    private static readonly Lazy<int> s_count = new(static () => Count(File.ReadAllText("/sys/devices/system/cpu/possible")));

    public static int Value => s_count.Value;

    /// <summary>Counts a CPU list such as <c>0-3,8,10-11</c>.</summary>
    internal static int Count(string list)
    {
        int count = 0;
        foreach (string part in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            count += dash < 0
                ? 1
                : int.Parse(part.AsSpan(dash + 1), CultureInfo.InvariantCulture) - int.Parse(part.AsSpan(0, dash), CultureInfo.InvariantCulture) + 1;
        }
        return count;
    }
}
