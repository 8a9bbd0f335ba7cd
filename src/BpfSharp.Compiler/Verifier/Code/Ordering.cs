using System.Collections.Generic;

namespace BpfSharp.Compiler.Verifier.Code;

/// <summary>Slots of each function in postorder.</summary>
internal static class Ordering
{
    public static int[][] Postorders(CodeGraph code)
    {
        var seen = new bool[code.Code.Length];
        var result = new int[code.Program.Functions.Count][];
        for (int i = 0; i < result.Length; i++)
            result[i] = Postorder(code, code.Program.Functions[i], seen);
        return result;
    }

    private static int[] Postorder(CodeGraph code, int start, bool[] seen)
    {
        var order = new List<int>();
        var stack = new Stack<(int Slot, bool IsDone)>();
        seen[start] = true;
        stack.Push((start, false));
        while (stack.Count != 0)
        {
            (int slot, bool isDone) = stack.Pop();
            if (isDone)
            {
                order.Add(slot);
                continue;
            }

            stack.Push((slot, true));
            int count = code.Successors(slot, out int first, out int second);
            if (count > 0 && !seen[first])
            {
                seen[first] = true;
                stack.Push((first, false));
            }

            if (count > 1 && !seen[second])
            {
                seen[second] = true;
                stack.Push((second, false));
            }
        }

        return order.ToArray();
    }
}
