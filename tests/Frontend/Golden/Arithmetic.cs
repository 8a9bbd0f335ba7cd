[BpfFunction]
public static class Arithmetic
{
    public static int Mixed(int a, byte b) => (a + b) * 3 - ~a;

    public static long Widen(int a, uint b) => (long)a + b;

    public static byte Narrow(long a) => (byte)(a >> 4);

    public static int Compound(int x, ushort y)
    {
        y += 5;
        x <<= y;
        return x++ + --y;
    }
}
