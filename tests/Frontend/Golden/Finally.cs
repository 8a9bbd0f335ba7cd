[BpfFunction]
public static class Regions
{
    // The code of 'finally' stands twice: behind the fault, and before the return.
    public static int Divide(int a, int b, ref int runs)
    {
        try
        {
            return a / b;
        }
        finally
        {
            runs++;
        }
    }

    public readonly ref struct Scope
    {
        public readonly ref int Uses;

        public Scope(ref int uses) => Uses = ref uses;

        public void Dispose() => Uses--;
    }

    // A fault within the inner region runs both, innermost first.
    public static void Nested(ref int a, ref int b, int divisor)
    {
        using var outer = new Scope(ref a);
        using (new Scope(ref b))
            a %= divisor;
    }

    // The kernel may end a loop: that is a fault of the region, though nothing in the loop faults.
    public static void Loop(ref int runs, uint odd)
    {
        try
        {
            while (odd != 0)
                odd *= 3;
        }
        finally
        {
            runs++;
        }
    }

    // Nothing to do at the end of a span.
    public static int Sum(ReadOnlySpan<int> values)
    {
        int sum = 0;
        foreach (int value in values)
            sum += value;
        return sum;
    }
}
