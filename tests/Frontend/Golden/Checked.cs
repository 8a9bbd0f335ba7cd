[BpfFunction]
public static class Checked
{
    public static int Add(int a, int b) => checked(a + b);

    public static ulong Subtract(ulong a, ulong b) => checked(a - b);

    public static sbyte Narrow(int a) => checked((sbyte)a);

    public static uint ToUnsigned(long a) => checked((uint)a);
}
