using System;
using System.Collections.Generic;
using System.Threading;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes;

/// <summary>What passes share while one module is compiled.</summary>
public sealed class CompilationContext
{
    public CompilationContext(IrModule module, CompilerOptions options, List<CompilerDiagnostic> diagnostics, CancellationToken cancellation = default)
    {
        Module = module;
        Options = options;
        Diagnostics = diagnostics;
        Cancellation = cancellation;
        Layouts = new LayoutCalculator(module);
        IsLengthSeenSomewhere = NonLinearPackets.IsLengthSeen(module);
    }

    /// <summary>The linked module: helpers, maps, globals, types.</summary>
    public IrModule Module { get; }

    public CompilerOptions Options { get; }

    public List<CompilerDiagnostic> Diagnostics { get; }

    public CancellationToken Cancellation { get; }

    public LayoutCalculator Layouts { get; }

    /// <summary>Sees the function after each pass: tests ask which one changed its meaning.</summary>
    internal Action<string, IrFunction>? PassObserver { get; set; }

    /// <summary>Kind of the program that is being compiled.</summary>
    public string ProgramKind { get; set; } = "";

    /// <summary>Some function of the program, which may be called behind a pull of another, sees how much of the packet is linear.</summary>
    public bool IsLengthSeen { get; set; }

    /// <summary>Some function of the module sees it.</summary>
    internal bool IsLengthSeenSomewhere { get; }

    /// <summary>Memory that rounds of callbacks write.</summary>
    internal CallbackRounds? Rounds { get; set; }

    /// <summary>Some function of the program may be given memory in which rounds of a callback have left something.</summary>
    public bool HasRounds { get; set; }

    /// <summary>The program is made for one interface.</summary>
    public bool IsDeviceBound { get; set; }

    /// <summary>Section of the program that is being compiled.</summary>
    public string ProgramSection { get; set; } = "";

    /// <summary>The safety pass has put guards before all accesses that may fault: from then on an unused read means nothing.</summary>
    public bool FaultsAreExplicit { get; set; }

    /// <summary>The code will be walked as the verifier does: what is thought of loops before is of account only where that fails.</summary>
    internal bool IsWalked { get; private set; }

    /// <summary>Parameters of the function's blocks that are maps.</summary>
    internal Dictionary<IrParameter, IrMap> MapParameters { get; } = new();

    /// <summary>Loops of the program's functions.</summary>
    internal List<LoopPlace> Loops { get; } = new();

    /// <summary>What is thought of them.</summary>
    internal List<CompilerDiagnostic> DoubtfulLoops { get; } = new();

    /// <summary>Whose knowledge of numbers decides what may be left out.</summary>
    public RangeView View => FaultsAreExplicit ? VerifierView : RangeView.Program;

    /// <summary>What the verifiers of all kernels from the target on find out.</summary>
    public RangeView VerifierView => VerifierFeatures.View(Options.TargetKernel);

    /// <summary>Before the passes over a program whose code will be walked.</summary>
    internal void BeginWalk()
    {
        IsWalked = true;
        Loops.Clear();
        DoubtfulLoops.Clear();
    }

    public void Report(string id, int span, params string[] arguments) => Diagnostics.Add(new CompilerDiagnostic(id, span, arguments));
}
