using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>How many edges lead into each block.</summary>
internal static class Predecessors
{
    public static int[] Count(MachineFunction function)
    {
        var counts = new int[function.BlockCount];
        counts[function.Blocks[0].Number] = 1;
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineBlock successor in block.Successors)
                counts[successor.Number]++;
        }

        return counts;
    }

    public static void RemoveUnreachable(MachineFunction function)
    {
        var reached = new HashSet<MachineBlock> { function.Blocks[0] };
        var pending = new Stack<MachineBlock>();
        pending.Push(function.Blocks[0]);
        while (pending.Count != 0)
        {
            foreach (MachineBlock successor in pending.Pop().Successors)
            {
                if (reached.Add(successor))
                    pending.Push(successor);
            }
        }

        function.Blocks.RemoveAll(block => !reached.Contains(block));
    }
}
