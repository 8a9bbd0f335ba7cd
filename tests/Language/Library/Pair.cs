namespace BpfSharp.Language.Library;

[BpfFunction]
public struct Pair<TFirst, TSecond>(TFirst first, TSecond second)
    where TFirst : unmanaged
    where TSecond : unmanaged
{
    public TFirst First = first;
    public TSecond Second = second;

    public readonly Pair<TSecond, TFirst> Swapped => new(Second, First);

    public static bool operator true(Pair<TFirst, TSecond> pair) => Measures.SizeOf<TFirst>() > 4;

    public static bool operator false(Pair<TFirst, TSecond> pair) => Measures.SizeOf<TFirst>() <= 4;
}
