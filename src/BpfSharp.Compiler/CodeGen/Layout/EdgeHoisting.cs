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
        Liveness? liveness = null;
        int[] predecessors = Predecessors.Count(function);
        foreach (MachineBlock block in function.Blocks)
        {
            if (block.Otherwise is null || ReferenceEquals(block.Taken, block.Otherwise))
                continue;
            // Few programs have such a block, and only for those it matters what is live.
            if (IsEdge(block, block.Taken!, predecessors) && CanHoist(block.Taken!, block.Otherwise, liveness ??= new Liveness(function)))
                block.Taken = Hoist(block, block.Taken!);
            else if (IsEdge(block, block.Otherwise, predecessors) && CanHoist(block.Otherwise, block.Taken!, liveness ??= new Liveness(function)))
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

    // Only this branch leads there, and the registers that are set cost little and don't decide it.
    private static bool IsEdge(MachineBlock block, MachineBlock edge, int[] predecessors)
    {
        bool isAlone = edge.Terminator.Op == MachineOp.Jump && edge.Instructions.Count is > 0 and <= MaxInstructions && predecessors[edge.Number] == 1
            && predecessors[edge.Taken!.Number] > 1 && !edge.IsCold;
        if (!isAlone)
            return false;
        MachineInstruction branch = block.Terminator;
        foreach (MachineInstruction instruction in edge.Instructions)
        {
            bool isCheap = instruction.IsMove || (instruction.Op == MachineOp.LoadImmediate && instruction.Immediate is >= int.MinValue and <= uint.MaxValue);
            if (!isCheap || instruction.Destination == branch.Destination || (branch.Op == MachineOp.Branch && instruction.Destination == branch.Source))
                return false;
        }

        return true;
    }

    private static bool CanHoist(MachineBlock edge, MachineBlock other, Liveness liveness) =>
        edge.Instructions.TrueForAll(i => !liveness.LiveIn(other).Contains(i.Destination));
}
