using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.CodeGen;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Verification;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Generics;
using BpfSharp.Compiler.Passes.Inline;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;
using BpfSharp.Compiler.Verifier;

namespace BpfSharp.Compiler;

/// <summary>IR in, code out. Deterministic, no I/O.</summary>
public static class BpfCompiler
{
    private static int s_count;

    /// <summary>Compilations in this process so far: tells tests and tools what a memo spared.</summary>
    public static int CompilationCount => Volatile.Read(ref s_count);

    /// <param name="module">The program class as the front end lowered it.</param>
    /// <param name="libraries">Bodies of referenced assemblies; of a function that stands in several, the first counts.</param>
    public static CompilationResult Compile(IrModule module, IReadOnlyList<IrModule> libraries, CompilerOptions options, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref s_count);
        var diagnostics = new List<CompilerDiagnostic>();
        IrModule closed = Monomorphiser.Run(module, libraries, diagnostics, cancellation);
        options.Hooks?.Linked(module, closed);
        var result = new CompiledModule(closed) { TargetKernel = options.TargetKernel.ToString(2) };
        if (!HasErrors(diagnostics))
            diagnostics.AddRange(IrModuleVerifier.Check(closed).Select(static p => new CompilerDiagnostic("BPF3003", -1, p)));
        if (!HasErrors(diagnostics))
        {
            var context = new CompilationContext(closed, options, diagnostics, cancellation);
            MapRules.CheckDeclarations(context);
            ProgramRules.Check(context);
            // What a function is depends on the kind of program that it is for.
            var inliners = new Dictionary<string, Inliner>(StringComparer.Ordinal);
            foreach (IrProgram program in closed.Programs)
            {
                context.ProgramKind = program.Kind;
                if (!inliners.TryGetValue(program.Kind, out Inliner? inliner))
                    inliners.Add(program.Kind, inliner = new Inliner(context, f => PassPipeline.Tidy(context, f)));
                Compile(context, inliner, program, result);
            }
        }

        return new CompilationResult(HasErrors(diagnostics) ? null : result, diagnostics);
    }

    private static void Compile(CompilationContext context, Inliner inliner, IrProgram program, CompiledModule result)
    {
        if (inliner.Flatten(program) is not { } function)
            return;
        context.IsDeviceBound = program.IsDeviceBound;
        context.ProgramSection = program.Section;
        context.BeginWalk();
        // Code generation trusts its input: after an error there may be what it has no code for.
        if (ProgramFunctions.Compile(context, inliner, function) is { } functions
            && CodeGenerator.Generate(context.Module, program, functions, context.Options, result.FaultSites, context.Diagnostics) is { } compiled)
        {
            WorkLimit.Check(context, compiled);
            result.Programs.Add(compiled);
        }
    }

    private static bool HasErrors(List<CompilerDiagnostic> diagnostics) =>
        diagnostics.Any(static d => DiagnosticCatalog.Get(d.Id).Level == DiagnosticLevel.Error);
}
