[BpfFunction]
public static class Division
{
    public static int Signed(int a, int b) => a / b;

    public static uint Unsigned(uint a, uint b) => a % b;

    public static long ByConstant(long a) => a / 10 + a % -1;
}
