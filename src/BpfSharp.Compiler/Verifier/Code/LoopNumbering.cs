using System;

namespace BpfSharp.Compiler.Verifier.Code;

/// <summary>Numbers the strongly connected components of each function (<c>compute_scc</c>): loops. From 6.19 on calls that call back are loops, too.</summary>
internal static class LoopNumbering
{
    private const int Done = int.MaxValue;

    public static void Run(CodeGraph code)
    {
        int length = code.Code.Length;
        var order = new int[length];
        var low = new int[length];
        var component = new int[length];
        var path = new int[length + 1];
        int next = 1;
        int number = 1;
        for (int start = 0; start < length; start += code.SlotsOf(start))
        {
            if (order[start] != 0)
                continue;
            int held = 0;
            int depth = 1;
            path[0] = start;
            while (depth != 0)
            {
                int slot = path[depth - 1];
                if (order[slot] == 0)
                {
                    order[slot] = low[slot] = next++;
                    component[held++] = slot;
                }

                int count = code.Successors(slot, out int first, out int second);
                if ((count > 0 && Descends(slot, first, order, low, path, ref depth)) || (count > 1 && Descends(slot, second, order, low, path, ref depth)))
                    continue;
                depth--;
                if (low[slot] < order[slot])
                    continue;
                bool isLoop = component[held - 1] != slot || (count > 0 && first == slot) || (count > 1 && second == slot);
                int member;
                do
                {
                    member = component[--held];
                    low[member] = Done;
                    if (isLoop)
                        code.Loops[member] = number;
                }
                while (member != slot);
                if (isLoop)
                    number++;
            }
        }
    }

    private static bool Descends(int slot, int successor, int[] order, int[] low, int[] path, ref int depth)
    {
        if (order[successor] == 0)
        {
            path[depth++] = successor;
            return true;
        }

        low[slot] = Math.Min(low[slot], low[successor]);
        return false;
    }
}
