[BpfFunction]
public static class Generics
{
    public static T First<T>(ref T a, T b) where T : unmanaged
    {
        T old = a;
        a = b;
        return old;
    }

    public static int Weigh<T>(int x) where T : unmanaged, IWeight<T> => T.Of(x).Weight() + Unsafe.SizeOf<T>();

    public static int Use(int x) => First(ref x, 5) + Weigh<Kilo>(x);
}

public interface IWeight<T> where T : IWeight<T>
{
    static abstract T Of(int x);

    int Weight();
}

public struct Kilo : IWeight<Kilo>
{
    private int _grams;

    public static Kilo Of(int x) => new() { _grams = x * 1000 };

    public readonly int Weight() => _grams;
}
