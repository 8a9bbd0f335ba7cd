using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// Behind the last call that a value outlives, it gets another name by a move: before, it needs one of the four registers that calls preserve; after, any does. The move
/// vanishes where both can be the same.
/// </summary>
internal static class CallSplitting
{
    /// <summary>False if there was nothing to split.</summary>
    public static bool Run(MachineFunction function)
    {
        var liveness = new Liveness(function);
        Dictionary<MachineBlock, RegisterSet> crossing = Crossing(function, liveness);
        bool any = false;
        foreach (MachineBlock block in function.Blocks)
            any |= Split(block, function, liveness, crossing);
        if (any)
            RegisterWebs.Run(function);
        return any;
    }

    // Registers that outlive a call somewhere behind the start of each block.
    private static Dictionary<MachineBlock, RegisterSet> Crossing(MachineFunction function, Liveness liveness)
    {
        var crossing = new Dictionary<MachineBlock, RegisterSet>();
        foreach (MachineBlock block in function.Blocks)
            crossing.Add(block, new RegisterSet(function.RegisterCount));
        List<MachineBlock> order = BlockGraph.Postorder(function);
        var changes = new ChangedBlocks(function);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in order)
            {
                if (!changes.TryBegin(block))
                    continue;
                RegisterSet crosses = AtEnd(block, function, crossing);
                Walk(block, function, liveness, crosses, null);
                if (!crossing[block].UnionWith(crosses))
                    continue;
                changes.Change(block);
                changed = true;
            }
        }

        return crossing;
    }

    private static RegisterSet AtEnd(MachineBlock block, MachineFunction function, Dictionary<MachineBlock, RegisterSet> crossing)
    {
        var crosses = new RegisterSet(function.RegisterCount);
        foreach (MachineBlock successor in block.Successors)
            crosses.UnionWith(crossing[successor]);
        return crosses;
    }

    private static bool Split(MachineBlock block, MachineFunction function, Liveness liveness, Dictionary<MachineBlock, RegisterSet> crossing)
    {
        var splits = new List<(int Position, int Register)>();
        Walk(block, function, liveness, AtEnd(block, function, crossing), splits);
        // From the last to the first, so that positions stay right.
        foreach ((int position, int register) in splits)
        {
            MachineInstruction move = Make.Move(register, register);
            move.Span = block.Instructions[position].Span;
            block.Instructions.Insert(position + 1, move);
        }

        return splits.Count != 0;
    }

    private static void Walk(MachineBlock block, MachineFunction function, Liveness liveness, RegisterSet crosses, List<(int Position, int Register)>? splits)
    {
        // Without a call, what is live does not matter.
        if (!block.Instructions.Exists(static i => i.Op == MachineOp.Call))
        {
            RemoveWritten(block, crosses);
            return;
        }

        var uses = new RegisterUses();
        var live = new RegisterSet(function.RegisterCount);
        live.CopyFrom(liveness.LiveOut(block));
        Liveness.StepBack(live, block.Terminator);
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            MachineInstruction instruction = block.Instructions[i];
            if (instruction.Op == MachineOp.Call)
                Cross(live, crosses, i, splits);
            Liveness.StepBack(live, instruction);
            uses.Set(instruction);
            for (int w = 0; w < uses.WriteCount; w++)
                crosses.Remove(uses.Written(w));
        }
    }

    private static void RemoveWritten(MachineBlock block, RegisterSet crosses)
    {
        foreach (MachineInstruction instruction in block.Instructions)
        {
            if (instruction.Has(MachineTraits.WritesDestination))
                crosses.Remove(instruction.Destination);
            if (instruction.Has(MachineTraits.WritesSource))
                crosses.Remove(instruction.Source);
        }
    }

    private static void Cross(RegisterSet live, RegisterSet crosses, int position, List<(int Position, int Register)>? splits)
    {
        for (int register = live.Next(MachineRegisters.FirstVirtual); register >= 0; register = live.Next(register + 1))
        {
            if (!crosses.Contains(register))
                splits?.Add((position, register));
            crosses.Add(register);
        }
    }
}
