using System.Threading;

namespace BpfSharp.Compiler.Ir;

/// <summary>A set of values, kept in the values themselves. One made later over the same function takes values from it: a set lives in one pass, which calls none that makes another.</summary>
internal readonly struct ValueMarks
{
    private static int s_last;

    private readonly int _number;

    private ValueMarks(int number) => _number = number;

    public static ValueMarks New() => new(Interlocked.Increment(ref s_last));

    public bool Contains(IrValue value) => value.Mark == _number;

    /// <returns>False where it was in the set.</returns>
    public bool Add(IrValue value)
    {
        if (value.Mark == _number)
            return false;
        value.Mark = _number;
        return true;
    }
}
