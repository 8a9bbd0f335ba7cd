using System.Collections.Generic;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>What selection of one function depends on, and where its fault sites and complaints go.</summary>
internal sealed record SelectionInput(
    IrModule Module,
    IrProgram Program,
    IrFunction Function,
    DataLayout Data,
    TargetFeatures Features,
    List<CompiledFaultSite> FaultSites,
    List<CompilerDiagnostic> Diagnostics);
