using System;
using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>The order of a chain's programs.</summary>
internal static class ChainOrder
{
    /// <summary>Where a program that comes later belongs: by priority, then by name, then behind those that are there (libxdp's protocol).</summary>
    public static int PlaceOf<T>(IReadOnlyList<T> members, uint priority, string name, Func<T, (uint Priority, string Name)> key)
    {
        for (int i = 0; i < members.Count; i++)
        {
            (uint otherPriority, string otherName) = key(members[i]);
            if (otherPriority > priority || (otherPriority == priority && string.CompareOrdinal(otherName, name) > 0))
                return i;
        }
        return members.Count;
    }
}
