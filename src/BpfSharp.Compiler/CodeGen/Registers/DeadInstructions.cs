using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Removes what computes a register that nobody reads.</summary>
internal static class DeadInstructions
{
    /// <summary>True if something went, so that liveness has changed.</summary>
    public static bool Run(MachineFunction function, Liveness liveness)
    {
        bool changed = false;
        var live = new RegisterSet(function.RegisterCount);
        foreach (MachineBlock block in function.Blocks)
        {
            live.CopyFrom(liveness.LiveOut(block));
            Liveness.StepBack(live, block.Terminator);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                MachineInstruction instruction = block.Instructions[i];
                if (instruction.Has(MachineTraits.Pure) && !live.Contains(instruction.Destination))
                {
                    block.Instructions.RemoveAt(i);
                    changed = true;
                    continue;
                }

                Liveness.StepBack(live, instruction);
            }
        }

        return changed;
    }
}
