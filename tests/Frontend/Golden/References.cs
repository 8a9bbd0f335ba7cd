[BpfFunction]
public static class References
{
    public static ref int Larger(ref int a, ref int b)
    {
        ref int r = ref a;
        if (b > a)
            r = ref b;
        return ref r;
    }

    public static int Use(int x, int y)
    {
        Larger(ref x, ref y) = 3;
        Split(x, out int low, out _);
        return low + Larger(ref x, ref y);
    }

    private static void Split(int x, out int low, out int high)
    {
        low = x & 0xffff;
        high = x >>> 16;
    }
}
