using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Removes stores to spill slots that nobody loads before the next.</summary>
internal static class DeadSpills
{
    public static void Run(MachineFunction function)
    {
        var numbers = new Dictionary<FrameSlot, int>();
        foreach (FrameSlot slot in function.Slots)
        {
            if (slot.IsSpill)
                numbers.Add(slot, numbers.Count);
        }

        if (numbers.Count == 0)
            return;
        var liveIn = new Dictionary<MachineBlock, RegisterSet>();
        foreach (MachineBlock block in function.Blocks)
            liveIn.Add(block, new RegisterSet(numbers.Count));
        List<MachineBlock> order = BlockGraph.Postorder(function);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in order)
                changed |= liveIn[block].UnionWith(Walk(block, liveIn, numbers, remove: false));
        }

        foreach (MachineBlock block in order)
            Walk(block, liveIn, numbers, remove: true);
    }

    private static RegisterSet Walk(MachineBlock block, Dictionary<MachineBlock, RegisterSet> liveIn, Dictionary<FrameSlot, int> numbers, bool remove)
    {
        var live = new RegisterSet(numbers.Count);
        foreach (MachineBlock successor in block.Successors)
            live.UnionWith(liveIn[successor]);
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            MachineInstruction instruction = block.Instructions[i];
            if (instruction.Slot is not { IsSpill: true } slot)
                continue;
            int number = numbers[slot];
            if (instruction.Op == MachineOp.Load)
                live.Add(number);
            else if (remove && !live.Contains(number))
                block.Instructions.RemoveAt(i);
            else
                live.Remove(number);
        }

        return live;
    }
}
