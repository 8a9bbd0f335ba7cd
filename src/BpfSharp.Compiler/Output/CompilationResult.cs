using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;

namespace BpfSharp.Compiler.Output;

/// <summary>Code, or the reasons why there is none.</summary>
/// <param name="Module">Null when a diagnostic is an error.</param>
public sealed record CompilationResult(CompiledModule? Module, IReadOnlyList<CompilerDiagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(static d => DiagnosticCatalog.Get(d.Id).Level == DiagnosticLevel.Error);
}
