using System;

namespace BpfSharp.Views;

/// <summary>What operations on many entries have in common.</summary>
internal static class MapBatch
{
    public static void RequireSame(int keys, int values)
    {
        if (keys != values)
            throw new ArgumentException($"There are {keys} keys and {values} values: each key has one value.");
    }
}
