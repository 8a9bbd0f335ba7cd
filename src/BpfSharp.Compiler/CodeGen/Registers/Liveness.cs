using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Which registers are still read after each block.</summary>
internal sealed class Liveness
{
    private readonly RegisterSet[] _liveIn;
    private readonly RegisterSet[] _liveOut;
    private readonly RegisterUses _uses = new();

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

    /// <summary>From what is live after the instruction to what is live before it.</summary>
    public static void StepBack(RegisterSet live, MachineInstruction instruction, RegisterUses uses)
    {
        uses.Set(instruction);
        for (int i = 0; i < uses.WriteCount; i++)
            live.Remove(uses.Written(i));
        for (int i = 0; i < uses.ReadCount; i++)
            live.Add(uses.Read(i));
    }

    private void Solve(MachineFunction function)
    {
        List<MachineBlock> order = BlockGraph.Postorder(function);
        var live = new RegisterSet(function.RegisterCount);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in order)
            {
                RegisterSet liveOut = _liveOut[block.Number];
                foreach (MachineBlock successor in block.Successors)
                    liveOut.UnionWith(_liveIn[successor.Number]);
                live.CopyFrom(liveOut);
                StepBack(live, block.Terminator, _uses);
                for (int i = block.Instructions.Count - 1; i >= 0; i--)
                    StepBack(live, block.Instructions[i], _uses);
                changed |= _liveIn[block.Number].UnionWith(live);
            }
        }
    }
}
