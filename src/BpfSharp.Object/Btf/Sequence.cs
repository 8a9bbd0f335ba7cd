using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

/// <summary>Equality of lists by content, which records don't give.</summary>
internal static class Sequence
{
    public static bool Equal<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
    {
        if (left.Count != right.Count)
            return false;
        for (int i = 0; i < left.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(left[i], right[i]))
                return false;
        }

        return true;
    }

    public static int Hash<T>(IReadOnlyList<T> items, int seed)
    {
        int hash = seed;
        foreach (T item in items)
            hash = unchecked(hash * 31 + (item?.GetHashCode() ?? 0));
        return hash;
    }
}
