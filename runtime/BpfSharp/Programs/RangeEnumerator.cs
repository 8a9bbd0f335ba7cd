namespace BpfSharp;

/// <summary>Counts through a range, for <c>foreach</c>.</summary>
[BpfFunction]
public struct RangeEnumerator
{
    private readonly int _end;
    private int _current;

    internal RangeEnumerator(int start, int end)
    {
        _current = start - 1;
        _end = end;
    }

    /// <summary>The number that the last <see cref="MoveNext"/> went to.</summary>
    public readonly int Current => _current;

    /// <summary>Goes to the next number; false, and no step, where the range has no more.</summary>
    public bool MoveNext()
    {
        int next = _current + 1;
        if (next >= _end)
            return false;
        _current = next;
        return true;
    }
}
