using System;
using BpfSharp.Compiler.Output;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Fuzz.Planted;

/// <summary>Single changes of a program's code: of the last instruction that they fit.</summary>
internal static class CodeChanges
{
    /// <param name="form">Start of the form's name in the instruction set.</param>
    public static Action<CompiledProgram> Change(string form, Func<BpfInstruction, bool> where, Func<BpfInstruction, BpfInstruction> change) => program =>
    {
        for (int i = program.Instructions.Count - 1; i >= 0; i--)
        {
            BpfInstruction instruction = program.Instructions[i];
            if (BpfInstructionSet.Find(instruction) is not { } found || !found.Name.StartsWith(form, StringComparison.Ordinal) || !where(instruction))
                continue;
            program.Instructions[i] = change(instruction);
            return;
        }
    };

    /// <summary>The upper half of a 64-bit constant is lost.</summary>
    public static void LoseUpperHalf(CompiledProgram program)
    {
        for (int i = program.Instructions.Count - 2; i >= 0; i--)
        {
            if (program.Instructions[i] is not { Opcode: BpfOpcodes.LoadImmediate64, Source: 0 } || program.Instructions[i + 1].Immediate == 0 || program.Relocations.Exists(r => r.Slot == i))
                continue;
            program.Instructions[i + 1] = program.Instructions[i + 1] with { Immediate = 0 };
            return;
        }
    }
}
