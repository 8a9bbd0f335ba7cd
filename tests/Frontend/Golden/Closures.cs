// A local function takes what it captures behind its own parameters: the address of what is shared, the value of a parameter that nobody changes.
public static class Library
{
    [BpfFunction]
    public static long Sum(int limit, int start)
    {
        long sum = 0;
        Add(1);
        start++;
        Add(2);
        return sum;

        void Add(int by)
        {
            if (start < limit)
                sum += by;
            Count();
        }

        void Count() => start += 10;
    }
}
