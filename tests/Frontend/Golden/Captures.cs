[BpfFunction]
public static class Captures
{
    // C# reads x before it evaluates the right side.
    public static int Compound(int x, bool c)
    {
        x += c ? 1 : (x = 7);
        return x;
    }

    public static void Variable(ref Pair p, bool c) => p.B = c ? 1 : 2;

    public static void Either(ref int a, ref int b, bool c) => (c ? ref a : ref b) = 5;
}

public struct Pair { public int A; public long B; }
