using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler.CodeGen.Emission;

/// <summary>Instructions that refer to a function say how far it is, in slots from the next one.</summary>
internal static class FunctionReferences
{
    public static void Resolve(CompiledProgram program, IReadOnlyList<IrFunction> functions)
    {
        var starts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < functions.Count; i++)
            starts.Add(functions[i].Name, program.Functions[i].Slot);
        foreach (CompiledReference reference in program.References)
        {
            int distance = starts[reference.Function] - reference.Slot - 1;
            program.Instructions[reference.Slot] = program.Instructions[reference.Slot] with { Immediate = distance };
        }
    }
}
