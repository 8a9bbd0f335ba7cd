using System;
using System.Collections.Generic;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Where the functions of a program start.</summary>
internal static class FunctionStarts
{
    /// <summary>Slots in order, from 0: those with function info and those that are called or whose address is taken.</summary>
    public static List<int> Of(BpfProgramImage program)
    {
        var starts = new SortedSet<int> { 0 };
        foreach (BpfFunctionInfo function in program.Functions)
            starts.Add(Checked(program, function.Slot));
        for (int slot = 0; slot < program.Instructions.Count; slot++)
        {
            BpfInstruction instruction = program.Instructions[slot];
            if (IsReference(instruction))
                starts.Add(Checked(program, slot + 1 + instruction.Immediate));
        }

        return new List<int>(starts);
    }

    /// <summary>Whether an instruction calls a function of the program or loads its address; distances count from the next slot.</summary>
    public static bool IsReference(in BpfInstruction instruction) =>
        (instruction.Opcode == BpfOpcodes.Call && instruction.Source == BpfOpcodes.PseudoCall)
        || (instruction.Opcode == BpfOpcodes.LoadImmediate64 && instruction.Source == BpfOpcodes.PseudoFunc);

    private static int Checked(BpfProgramImage program, int slot) => slot >= 0 && slot < program.Instructions.Count
        ? slot
        : throw new ArgumentException($"Program '{program.Name}' has no slot {slot} where a function could start.", nameof(program));
}
