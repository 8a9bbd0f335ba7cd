using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>
/// A program class as declared: symbols for the front end, and what is wrong with the declarations. It holds symbols, so it never leaves a
/// generator's transform or an analyzer's action; <see cref="ProgramClassModelBuilder"/> makes the equatable copy.
/// </summary>
public sealed class GatheredClass
{
    internal GatheredClass(INamedTypeSymbol type, Compilation compilation)
    {
        Type = type;
        Compilation = compilation;
        FullName = AttributeReader.MetadataName(type);
    }

    public INamedTypeSymbol Type { get; }

    public Compilation Compilation { get; }

    /// <summary>Metadata name: <c>Ns.Outer+X</c>.</summary>
    public string FullName { get; }

    /// <summary>False where no other part of the class can be generated: it is not static partial, or generic.</summary>
    public bool CanExtend { get; internal set; }

    public string License { get; internal set; } = "GPL";

    /// <summary>In source order.</summary>
    public IReadOnlyList<GatheredProgram> Programs { get; internal set; } = new List<GatheredProgram>();

    public IReadOnlyList<GatheredMap> Maps { get; internal set; } = new List<GatheredMap>();

    public IReadOnlyList<GatheredGlobal> Globals { get; internal set; } = new List<GatheredGlobal>();

    public IReadOnlyList<GatheredConstant> Constants { get; internal set; } = new List<GatheredConstant>();

    public IReadOnlyList<GatheredDiagnostic> Diagnostics { get; internal set; } = new List<GatheredDiagnostic>();

    public bool HasErrors => Diagnostics.Any(static d => DiagnosticCatalog.Get(d.Id).Level == DiagnosticLevel.Error);
}
