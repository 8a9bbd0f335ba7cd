using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Compiler.Output;

/// <summary>Code of a program class, free of positions: what <see cref="ObjectEmitter"/> joins with a source map.</summary>
public sealed class CompiledModule
{
    public CompiledModule(IrModule module) => Module = module;

    /// <summary>The monomorphised module: license, maps, globals, and the types that BTF describes.</summary>
    public IrModule Module { get; }

    public List<CompiledProgram> Programs { get; } = new();

    /// <summary>Fault sites by id, with gaps; empty when no program can fault (then there is no fault map). One site may have several ids.</summary>
    public List<CompiledFaultSite> FaultSites { get; } = new();

    /// <summary>Lowest kernel, such as <c>6.1</c>.</summary>
    public string TargetKernel { get; set; } = "";
}

/// <param name="Span">Span number of the expression that faults.</param>
public readonly record struct CompiledFaultSite(string Program, FaultKind Kind, int Span)
{
    /// <summary>False for a number that no site has.</summary>
    public bool IsUsed => Program is not null;
}

public sealed class CompiledProgram
{
    public CompiledProgram(IrProgram program) => Program = program;

    public IrProgram Program { get; }

    public List<BpfInstruction> Instructions { get; } = new();

    /// <summary>Span number for each slot of <see cref="Instructions"/>; -1 continues the slot before.</summary>
    public List<int> Spans { get; } = new();

    /// <summary>Maps by C# name; the fault map is <see cref="FaultMapName"/>; data by section and offset.</summary>
    public List<BpfRelocation> Relocations { get; } = new();

    /// <summary>Main function first, then subprograms; span is that of the function's name.</summary>
    public List<CompiledFunction> Functions { get; } = new();

    /// <summary>Calls of subprograms, until all functions have their place.</summary>
    internal List<CompiledReference> References { get; } = new();

    /// <summary>Bytes of stack of the deepest call chain.</summary>
    public int StackBytes { get; set; }

    /// <summary>Instructions that the verifier walks through; 0: not known.</summary>
    public int VerifierWork { get; set; }

    /// <summary>Name of the per-CPU array that counts faults by site.</summary>
    public const string FaultMapName = "bpfsharp_faults";
}

/// <param name="Parameters">Of a subprogram; a program's is its context.</param>
public sealed record CompiledFunction(int Slot, string Name, int Span, IReadOnlyList<CompiledParameter> Parameters);

/// <param name="IsPointer">True where the type is what the parameter leads to.</param>
public readonly record struct CompiledParameter(string Name, IrType Type, bool IsPointer, bool IsContext);

/// <param name="Function">IR name of the function that the instruction refers to.</param>
internal readonly record struct CompiledReference(int Slot, string Function);
