[BpfFunction]
public static class Branches
{
    public static int Loop(int n)
    {
        int sum = 0;
        for (int i = 0; i < n; i++)
        {
            if (i == 7 && sum > 3)
                continue;
            sum += i;
        }

        return sum;
    }

    public static int Choose(int x, bool c) => c ? x : -x;

    public static int Switch(int x) => x switch
    {
        1 => 10,
        > 5 and < 9 => 20,
        _ => throw new System.InvalidOperationException(),
    };
}
