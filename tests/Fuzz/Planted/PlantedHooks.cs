using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Testing;

namespace BpfSharp.Fuzz.Planted;

/// <summary>A compiler with one bug: once in a function, where passes run again and again.</summary>
internal sealed class PlantedHooks(PlantedBug bug) : CompilationHooks
{
    private readonly HashSet<IrFunction> _done = [];

    public override string Key => "planted: " + bug.Name;

    public override bool AfterPass(string pass, bool changed, IrFunction function) =>
        pass == bug.After && _done.Add(function) && bug.ChangeIr!(function);

    public override void Encoded(CompiledProgram program) => bug.ChangeCode?.Invoke(program);
}
