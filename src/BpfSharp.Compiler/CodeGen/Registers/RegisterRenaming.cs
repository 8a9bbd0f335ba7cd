using System;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Puts other registers into instructions.</summary>
internal static class RegisterRenaming
{
    /// <summary>Renames everywhere; moves that then copy a register to itself go.</summary>
    public static void Run(MachineFunction function, Func<int, int> rename)
    {
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
                Rename(instruction, rename);
            Rename(block.Terminator, rename);
            block.Instructions.RemoveAll(static i => i.IsMove && i.Source == i.Destination);
        }
    }

    private static void Rename(MachineInstruction instruction, Func<int, int> rename)
    {
        if (MachineRegisters.IsVirtual(instruction.Destination))
            instruction.Destination = rename(instruction.Destination);
        if (MachineRegisters.IsVirtual(instruction.Source))
            instruction.Source = rename(instruction.Source);
        if (MachineRegisters.IsVirtual(instruction.Other))
            instruction.Other = rename(instruction.Other);
    }
}
