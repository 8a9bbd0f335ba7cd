using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Fuzz.Planted;

/// <summary>A compiler bug that is put in on purpose.</summary>
/// <param name="After">The pass behind which the IR is changed; empty: the code is changed.</param>
/// <param name="ChangeIr">True where there was something to change.</param>
internal sealed record PlantedBug(string Name, string After, Func<IrFunction, bool>? ChangeIr, Action<CompiledProgram>? ChangeCode)
{
    public static PlantedBug InIr(string name, string after, Func<IrFunction, bool> change) => new(name, after, change, null);

    public static PlantedBug InCode(string name, Action<CompiledProgram> change) => new(name, "", null, change);
}
