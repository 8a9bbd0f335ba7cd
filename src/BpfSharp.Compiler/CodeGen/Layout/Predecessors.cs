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
            if (block.Taken is not null)
                counts[block.Taken.Number]++;
            if (block.Otherwise is not null)
                counts[block.Otherwise.Number]++;
        }

        return counts;
    }

    public static void RemoveUnreachable(MachineFunction function)
    {
        var reached = new bool[function.BlockCount];
        var pending = new Stack<MachineBlock>();
        Reach(function.Blocks[0], reached, pending);
        while (pending.Count != 0)
        {
            MachineBlock block = pending.Pop();
            Reach(block.Taken, reached, pending);
            Reach(block.Otherwise, reached, pending);
        }

        function.Blocks.RemoveAll(block => !reached[block.Number]);
    }

    private static void Reach(MachineBlock? block, bool[] reached, Stack<MachineBlock> pending)
    {
        if (block is null || reached[block.Number])
            return;
        reached[block.Number] = true;
        pending.Push(block);
    }
}
