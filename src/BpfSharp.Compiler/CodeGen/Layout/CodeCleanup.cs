using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>What blocks become once registers are known: empty ones vanish, chains become one, equal ones are kept once.</summary>
internal static class CodeCleanup
{
    public static void Run(MachineFunction function)
    {
        for (bool changed = true; changed;)
        {
            changed = SkipEmpty(function);
            Predecessors.RemoveUnreachable(function);
            changed |= JoinChains(function);
            changed |= EqualBlocks.Run(function);
            changed |= SharedTails.Run(function);
            changed |= EdgeHoisting.Run(function);
            Predecessors.RemoveUnreachable(function);
        }
    }

    // A jump to a jump goes to where that goes; a jump to an exit is one.
    private static bool SkipEmpty(MachineFunction function)
    {
        bool changed = false;
        foreach (MachineBlock block in function.Blocks)
        {
            changed |= Skip(block.Taken, out MachineBlock? taken);
            changed |= Skip(block.Otherwise, out MachineBlock? otherwise);
            block.Taken = taken;
            block.Otherwise = otherwise;
            if (otherwise is not null && ReferenceEquals(taken, otherwise))
            {
                block.Terminator = new MachineInstruction(MachineOp.Jump) { Span = block.Terminator.Span };
                block.Otherwise = null;
                changed = true;
            }

            if (block.Terminator.Op == MachineOp.Jump && taken is { Instructions.Count: 0, Terminator.Op: MachineOp.Exit })
            {
                block.Terminator = taken.Terminator.Clone();
                block.Taken = null;
                changed = true;
            }
        }

        return changed;
    }

    private static bool Skip(MachineBlock? target, out MachineBlock? end)
    {
        end = target;
        while (end is { Instructions.Count: 0, Terminator.Op: MachineOp.Jump } && !ReferenceEquals(end, end.Taken) && !ReferenceEquals(end.Taken, target))
            end = end.Taken;
        return !ReferenceEquals(end, target);
    }

    private static bool JoinChains(MachineFunction function)
    {
        bool changed = false;
        int[] counts = Predecessors.Count(function);
        foreach (MachineBlock block in function.Blocks)
        {
            while (block.Terminator.Op == MachineOp.Jump && block.Taken is { } next && counts[next.Number] == 1 && !ReferenceEquals(next, block))
            {
                block.Instructions.AddRange(next.Instructions);
                next.Instructions.Clear();
                block.Terminator = next.Terminator;
                (block.Taken, block.Otherwise) = (next.Taken, next.Otherwise);
                // Left without edges of its own, so that nothing else joins what has moved.
                next.Terminator = new MachineInstruction(MachineOp.Exit);
                (next.Taken, next.Otherwise) = (null, null);
                block.IsCold |= next.IsCold;
                changed = true;
            }
        }

        return changed;
    }
}
