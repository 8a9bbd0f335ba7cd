using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes;

/// <summary>One step over a flat function.</summary>
/// <param name="name">As hooks and golden tests call it.</param>
/// <param name="run">Changes the function in place; true if it changed anything.</param>
internal sealed class FunctionPass(string name, Func<CompilationContext, IrFunction, bool> run)
{
    public string Name { get; } = name;

    public bool Run(CompilationContext context, IrFunction function) => run(context, function);
}
