[BpfFunction]
public static class Spans
{
    public static int At(System.Span<short> s, int i) => s[i] + s.Length;

    public static int Sum(System.ReadOnlySpan<byte> s)
    {
        int sum = 0;
        foreach (byte b in s)
            sum += b;
        return sum;
    }

    public static System.Span<byte> Tail(System.Span<byte> s) => s.Slice(4);
}
