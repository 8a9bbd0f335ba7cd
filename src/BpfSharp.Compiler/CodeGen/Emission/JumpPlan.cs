using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Emission;

/// <summary>Turns terminators into as few jumps as the order of blocks allows.</summary>
internal static class JumpPlan
{
    public static List<Jump> Make(MachineFunction function)
    {
        var jumps = new List<Jump>();
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            MachineBlock block = function.Blocks[i];
            MachineBlock? next = i + 1 < function.Blocks.Count ? function.Blocks[i + 1] : null;
            if (block.Terminator.Op == MachineOp.Exit)
                jumps.Add(new Jump(block, null, null));
            else if (block.Terminator.Op == MachineOp.Jump)
                AddUnlessNext(jumps, block, block.Taken!, next);
            else
                AddBranch(jumps, block, next);
        }

        return jumps;
    }

    /// <summary>Whether a branch that may do so jumps where its condition does not hold.</summary>
    /// <param name="isTakenNext">What is taken lies behind it.</param>
    /// <param name="isOtherwiseNext">The other block does.</param>
    public static bool WantsInverted(bool isTakenNext, bool isOtherwiseNext, bool isTurned) => isTakenNext || (isTurned && !isOtherwiseNext);

    private static void AddBranch(List<Jump> jumps, MachineBlock block, MachineBlock? next)
    {
        MachineInstruction branch = block.Terminator;
        if (WantsInverted(ReferenceEquals(block.Taken, next), ReferenceEquals(block.Otherwise, next), block.IsTurned) && Conditions.CanInvert(branch.Condition))
        {
            jumps.Add(new Jump(block, block.Otherwise, Conditions.Invert(branch.Condition)));
            AddUnlessNext(jumps, block, block.Taken!, next);
            return;
        }

        jumps.Add(new Jump(block, block.Taken, branch.Condition));
        AddUnlessNext(jumps, block, block.Otherwise!, next);
    }

    private static void AddUnlessNext(List<Jump> jumps, MachineBlock block, MachineBlock target, MachineBlock? next)
    {
        if (!ReferenceEquals(target, next))
            jumps.Add(new Jump(block, target, null));
    }
}
