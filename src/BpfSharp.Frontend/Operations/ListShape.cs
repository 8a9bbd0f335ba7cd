using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

internal static class ListShape
{
    /// <summary>Which part of a list pattern is <c>..</c>; -1: none.</summary>
    public static int SliceOf(IListPatternOperation pattern)
    {
        for (int i = 0; i < pattern.Patterns.Length; i++)
        {
            if (pattern.Patterns[i] is ISlicePatternOperation)
                return i;
        }

        return -1;
    }
}
