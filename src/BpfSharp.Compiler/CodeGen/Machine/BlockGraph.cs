using System.Collections.Generic;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Order and edges of a function's blocks.</summary>
internal static class BlockGraph
{
    /// <summary>Each block after those that it leads to, except around loops. Unreachable blocks are not in it.</summary>
    public static List<MachineBlock> Postorder(MachineFunction function)
    {
        var order = new List<MachineBlock>();
        var seen = new bool[function.BlockCount];
        seen[function.Blocks[0].Number] = true;
        var stack = new Stack<(MachineBlock Block, bool Left)>();
        stack.Push((function.Blocks[0], false));
        while (stack.Count != 0)
        {
            (MachineBlock block, bool left) = stack.Pop();
            if (left)
            {
                order.Add(block);
                continue;
            }

            stack.Push((block, true));
            Visit(block.Otherwise, seen, stack);
            Visit(block.Taken, seen, stack);
        }

        return order;
    }

    /// <summary>A block that branches to another twice stands there once.</summary>
    public static Dictionary<MachineBlock, List<MachineBlock>> Predecessors(MachineFunction function)
    {
        var predecessors = new Dictionary<MachineBlock, List<MachineBlock>>(function.Blocks.Count);
        foreach (MachineBlock block in function.Blocks)
            predecessors.Add(block, new List<MachineBlock>());
        foreach (MachineBlock block in function.Blocks)
        {
            if (block.Taken is not null)
                predecessors[block.Taken].Add(block);
            if (block.Otherwise is not null && !ReferenceEquals(block.Otherwise, block.Taken))
                predecessors[block.Otherwise].Add(block);
        }

        return predecessors;
    }

    private static void Visit(MachineBlock? block, bool[] seen, Stack<(MachineBlock Block, bool Left)> stack)
    {
        if (block is null || seen[block.Number])
            return;
        seen[block.Number] = true;
        stack.Push((block, false));
    }
}
