using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>
/// A block that only sets a register on its way from a branch to where that goes on: set before the branch, where the other way does not mind, it needs neither
/// the block nor the jump out of it.
/// </summary>
internal static class EdgeHoisting
{
    // What is hoisted runs on both ways.
    private const int MaxInstructions = 1;

    public static bool Run(MachineFunction function)
    {
        bool changed = false;
        var liveness = new Liveness(function);
        int[] predecessors = Predecessors.Count(function);
        foreach (MachineBlock block in function.Blocks)
        {
            if (block.Otherwise is null || ReferenceEquals(block.Taken, block.Otherwise))
                continue;
            if (CanHoist(block, block.Taken!, block.Otherwise, liveness, predecessors))
                block.Taken = Hoist(block, block.Taken!);
            else if (CanHoist(block, block.Otherwise, block.Taken!, liveness, predecessors))
                block.Otherwise = Hoist(block, block.Otherwise);
            else
                continue;
            // What is live has changed: the next block waits for the next round.
            changed = true;
            break;
        }

        return changed;
    }

    private static MachineBlock Hoist(MachineBlock block, MachineBlock edge)
    {
        block.Instructions.AddRange(edge.Instructions);
        return edge.Taken!;
    }

    private static bool CanHoist(MachineBlock block, MachineBlock edge, MachineBlock other, Liveness liveness, int[] predecessors)
    {
        bool isEdge = edge.Terminator.Op == MachineOp.Jump && edge.Instructions.Count is > 0 and <= MaxInstructions && predecessors[edge.Number] == 1
            && predecessors[edge.Taken!.Number] > 1 && !edge.IsCold;
        if (!isEdge)
            return false;
        foreach (MachineInstruction instruction in edge.Instructions)
        {
            bool isCheap = instruction.IsMove || (instruction.Op == MachineOp.LoadImmediate && instruction.Immediate is >= int.MinValue and <= uint.MaxValue);
            MachineInstruction branch = block.Terminator;
            bool isCompared = instruction.Destination == branch.Destination || (branch.Op == MachineOp.Branch && instruction.Destination == branch.Source);
            if (!isCheap || isCompared || liveness.LiveIn(other).Contains(instruction.Destination))
                return false;
        }

        return true;
    }
}
