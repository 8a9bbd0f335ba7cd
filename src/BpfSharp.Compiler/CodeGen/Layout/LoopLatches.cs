using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>
/// The way back to a loop's head that does nothing but test becomes that test: a round takes one jump instead of two. The head stays for who comes from before the
/// loop, unless a constant decides the test there.
/// </summary>
/// <remarks>The way back stays a jump, as kernels such as 6.1 want it ("back-edge", check_cfg): what falls through is the way out.</remarks>
internal static class LoopLatches
{
    public static void Run(MachineFunction function)
    {
        List<MachineBlock> postorder = BlockGraph.Postorder(function);
        bool any = false;
        foreach (MachineBlock latch in function.Blocks)
        {
            MachineBlock? head = latch.Terminator.Op == MachineOp.Jump ? latch.Taken : null;
            if (head is not { Instructions.Count: 0, Terminator.Op: MachineOp.Branch or MachineOp.BranchImmediate })
                continue;
            // A way back leads to a block that is left later: the head of the loop, or a block of another way through it.
            bool isBack = latch.LoopDepth > 0 && head.LoopDepth > 0 && postorder.IndexOf(latch) <= postorder.IndexOf(head) && Leaves(head);
            if (isBack)
                any |= Test(latch, head);
            else if (Decide(latch, head.Terminator) is { } holds && head.LoopDepth > latch.LoopDepth)
                any |= Skip(latch, holds ? head.Taken! : head.Otherwise!);
        }

        if (any)
            Predecessors.RemoveUnreachable(function);
    }

    private static bool Leaves(MachineBlock head) => (head.Taken!.LoopDepth < head.LoopDepth) != (head.Otherwise!.LoopDepth < head.LoopDepth);

    private static bool Test(MachineBlock latch, MachineBlock head)
    {
        // This jump has no opposite: the way back would not be one.
        bool entersByTaken = head.Otherwise!.LoopDepth < head.LoopDepth;
        if (!entersByTaken && !Conditions.CanInvert(head.Terminator.Condition))
            return false;
        latch.Terminator = head.Terminator.Clone();
        (latch.Taken, latch.Otherwise) = (head.Taken, head.Otherwise);
        return true;
    }

    private static bool Skip(MachineBlock block, MachineBlock target)
    {
        block.Taken = target;
        return true;
    }

    // What the comparison finds behind the block; null if that is not known.
    private static bool? Decide(MachineBlock block, MachineInstruction test)
    {
        if (test.Op != MachineOp.BranchImmediate)
            return null;
        var uses = new RegisterUses();
        MachineInstruction? last = block.Instructions.FindLast(i =>
        {
            uses.Set(i);
            return uses.Writes(test.Destination);
        });
        return last is { Op: MachineOp.LoadImmediate } constant ? Conditions.Holds(test.Condition, test.Wide, constant.Immediate, test.Immediate) : null;
    }
}
