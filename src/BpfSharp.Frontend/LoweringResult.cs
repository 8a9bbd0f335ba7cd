using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend;

/// <summary>What became of a program class or of a library's functions.</summary>
public sealed class LoweringResult
{
    internal LoweringResult(IrModule module, SourceMap sources, IReadOnlyList<Location> locations, IReadOnlyList<CompilerDiagnostic> diagnostics, bool isComplete)
    {
        Module = module;
        Sources = sources;
        Locations = locations;
        Diagnostics = diagnostics;
        IsComplete = isComplete;
    }

    public IrModule Module { get; }

    public SourceMap Sources { get; }

    public IReadOnlyList<CompilerDiagnostic> Diagnostics { get; }

    /// <summary>False where C# itself has errors in a method that was reached: then there may be no diagnostic of ours, and the module must not be compiled.</summary>
    public bool IsComplete { get; }

    public bool HasErrors => Diagnostics.Any(static d => DiagnosticCatalog.Get(d.Id).Level == DiagnosticLevel.Error);

    /// <summary>What the span numbers are in the compilation, for analyzers. Holds syntax trees: must not leave a generator's transform.</summary>
    public IReadOnlyList<Location> Locations { get; }
}
