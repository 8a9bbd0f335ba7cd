using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Inline;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>All functions of one program: the main one, and the subprograms that it reaches, each once for every list of argument shapes that it is called with.</summary>
internal sealed class ProgramFunctions
{
    private readonly CompilationContext _context;
    private readonly Inliner _inliner;
    private readonly List<IrFunction> _functions = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private ProgramFunctions(CompilationContext context, Inliner inliner)
    {
        _context = context;
        _inliner = inliner;
    }

    /// <returns>Safe IR, the main function first; null where a diagnostic says why not.</returns>
    public static IReadOnlyList<IrFunction>? Compile(CompilationContext context, Inliner inliner, IrFunction main)
    {
        var functions = new ProgramFunctions(context, inliner);
        functions._functions.Add(main);
        // Subprograms come to the end of the list while it is walked.
        for (int i = 0; i < functions._functions.Count; i++)
        {
            PassPipeline.Run(context, functions._functions[i]);
            if (HasErrors(context))
                return null;
            functions.RequestCalled(functions._functions[i]);
        }

        VerifierCost.CheckCalls(context, functions._functions);
        return HasErrors(context) ? null : functions._functions;
    }

    private static bool HasErrors(CompilationContext context) => context.Diagnostics.Any(static d => DiagnosticCatalog.Get(d.Id).Level == DiagnosticLevel.Error);

    private void RequestCalled(IrFunction function)
    {
        var shapes = new ArgumentShapes(_context, function);
        foreach (IrInstruction call in SubprogramCalls.In(function).ToList())
        {
            if (shapes.Of(call) is not { } arguments)
                continue;
            string name = call.Symbol + " (" + string.Join(", ", arguments) + ")";
            if (_known.Add(name))
                _functions.Add(SubprogramBody.Make(name, _inliner.Callee(call.Symbol!), arguments));
            List<IrValue> passed = call.Operands.Where((_, i) => arguments[i].IsPassed).ToList();
            call.Symbol = name;
            call.Operands.Clear();
            call.Operands.Add(function.Entry.Parameters[0]);
            call.Operands.AddRange(passed);
        }
    }
}
