using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Registers that always hold the same constant or address, so that computing it again is as good as keeping it.</summary>
/// <remarks>Packet pointers are never among them: a recomputed one has lost the range that was proven for the first.</remarks>
internal static class Rematerialisation
{
    /// <summary>What computes each such register.</summary>
    public static Dictionary<int, MachineInstruction> Sources(MachineFunction function)
    {
        var sources = new Dictionary<int, MachineInstruction>();
        var others = new HashSet<int>();
        var uses = new RegisterUses();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                uses.Set(instruction);
                for (int i = 0; i < uses.WriteCount; i++)
                    Add(uses.Written(i), instruction, sources, others);
            }
        }

        foreach (int register in others)
            sources.Remove(register);
        return sources;
    }

    private static void Add(int register, MachineInstruction instruction, Dictionary<int, MachineInstruction> sources, HashSet<int> others)
    {
        if (!MachineRegisters.IsVirtual(register) || !instruction.Has(MachineTraits.Rematerialisable))
            others.Add(register);
        else if (!sources.TryGetValue(register, out MachineInstruction? known))
            sources.Add(register, instruction);
        else if (!Same(known, instruction))
            others.Add(register);
    }

    private static bool Same(MachineInstruction a, MachineInstruction b) =>
        a.Op == b.Op && a.Immediate == b.Immediate && a.Offset == b.Offset && a.Symbol == b.Symbol && ReferenceEquals(a.Slot, b.Slot);
}
