using System;
using System.Collections.Generic;
using System.Threading;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler;

/// <summary>IR in, code out. Deterministic, no I/O, no state.</summary>
public static class BpfCompiler
{
    /// <param name="module">The program class as the front end lowered it.</param>
    /// <param name="libraries">Bodies of referenced assemblies; of a function that stands in several, the first counts.</param>
    public static CompilationResult Compile(IrModule module, IReadOnlyList<IrModule> libraries, CompilerOptions options, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
