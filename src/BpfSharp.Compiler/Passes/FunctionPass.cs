using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes;

/// <summary>One step over a flat function.</summary>
/// <param name="Run">Changes the function in place; true if it changed anything.</param>
internal sealed record FunctionPass(string Name, Func<CompilationContext, IrFunction, bool> Run);
