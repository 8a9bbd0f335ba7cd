using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Which registers are still read after each block.</summary>
internal sealed class Liveness
{
    private readonly RegisterSet[] _liveIn;
    private readonly RegisterSet[] _liveOut;

    public Liveness(MachineFunction function)
    {
        _liveIn = new RegisterSet[function.BlockCount];
        _liveOut = new RegisterSet[function.BlockCount];
        foreach (MachineBlock block in function.Blocks)
        {
            _liveIn[block.Number] = new RegisterSet(function.RegisterCount);
            _liveOut[block.Number] = new RegisterSet(function.RegisterCount);
        }

        Solve(function);
    }

    public RegisterSet LiveOut(MachineBlock block) => _liveOut[block.Number];

    public RegisterSet LiveIn(MachineBlock block) => _liveIn[block.Number];

    /// <summary>From what is live after the instruction to what is live before it (<see cref="RegisterUses"/>, without lists of either).</summary>
    public static void StepBack(RegisterSet live, MachineInstruction instruction)
    {
        MachineTraits traits = instruction.Traits;
        if ((traits & MachineTraits.WritesDestination) != 0)
            live.Remove(instruction.Destination);
        if ((traits & MachineTraits.WritesSource) != 0)
            live.Remove(instruction.Source);
        if ((traits & MachineTraits.WritesR0) != 0)
            live.Remove(MachineRegisters.Result);
        if ((traits & MachineTraits.Calls) != 0)
            StepBackCall(live, instruction.ArgumentCount);
        if ((traits & MachineTraits.ReadsDestination) != 0)
            AddRead(live, instruction.Destination);
        if ((traits & MachineTraits.ReadsSource) != 0)
            AddRead(live, instruction.Source);
        if ((traits & MachineTraits.ReadsOther) != 0)
            AddRead(live, instruction.Other);
        if ((traits & MachineTraits.ReadsR0) != 0)
            live.Add(MachineRegisters.Result);
    }

    private static void StepBackCall(RegisterSet live, int arguments)
    {
        for (int register = MachineRegisters.FirstArgument; register <= MachineRegisters.LastArgument; register++)
        {
            if (register < MachineRegisters.FirstArgument + arguments)
                live.Add(register);
            else
                live.Remove(register);
        }
    }

    // r10 never changes and is nobody's to give away.
    private static void AddRead(RegisterSet live, int register)
    {
        if (register != MachineRegisters.Frame)
            live.Add(register);
    }

    private void Solve(MachineFunction function)
    {
        List<MachineBlock> order = BlockGraph.Postorder(function);
        var live = new RegisterSet(function.RegisterCount);
        var changes = new ChangedBlocks(function);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in order)
            {
                if (!changes.TryBegin(block))
                    continue;
                RegisterSet liveOut = _liveOut[block.Number];
                if (block.Taken is not null)
                    liveOut.UnionWith(_liveIn[block.Taken.Number]);
                if (block.Otherwise is not null)
                    liveOut.UnionWith(_liveIn[block.Otherwise.Number]);
                live.CopyFrom(liveOut);
                StepBack(live, block.Terminator);
                for (int i = block.Instructions.Count - 1; i >= 0; i--)
                    StepBack(live, block.Instructions[i]);
                if (!_liveIn[block.Number].UnionWith(live))
                    continue;
                changes.Change(block);
                changed = true;
            }
        }
    }
}
