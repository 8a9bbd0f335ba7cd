using System;

namespace BpfSharp;

/// <summary>Loops over ranges: <c>foreach (int i in 0..8)</c>.</summary>
[BpfFunction]
public static class RangeLoops
{
    /// <summary>The numbers from the start of the range (with it) to its end (without it).</summary>
    /// <param name="range">Both ends counted from the start: a range has no length of its own that <c>^</c> could count from.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end is counted from the end. A program faults.</exception>
    public static RangeEnumerator GetEnumerator(this Range range)
    {
        if (range.Start.IsFromEnd || range.End.IsFromEnd)
            throw new ArgumentOutOfRangeException(nameof(range));
        return new RangeEnumerator(range.Start.Value, range.End.Value);
    }
}
