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
        context.IsLengthSeen = functions.SeesLength(main, new HashSet<string>(StringComparer.Ordinal));
        context.Rounds = new CallbackRounds(context, inliner.Callee);
        context.HasRounds = false;
        // Subprograms come to the end of the list while it is walked.
        for (int i = 0; i < functions._functions.Count; i++)
        {
            PassPipeline.Run(context, functions._functions[i]);
            if (HasErrors(context))
                return null;
            context.HasRounds |= context.Rounds.MayGive(functions._functions[i]);
            functions.RequestCalled(functions._functions[i]);
        }

        VerifierCost.CheckCalls(context, functions._functions);
        return HasErrors(context) ? null : functions._functions;
    }

    private bool SeesLength(IrFunction function, HashSet<string> known) =>
        function.Blocks.Exists(static b => b.Instructions.Exists(NonLinearPackets.IsLength))
        || SubprogramCalls.In(function).Any(c => known.Add(c.Symbol!) && SeesLength(_inliner.Callee(c.Symbol!), known));

    private static bool HasErrors(CompilationContext context) => context.Diagnostics.Any(static d => DiagnosticCatalog.Get(d.Id).Level == DiagnosticLevel.Error);

    private void RequestCalled(IrFunction function)
    {
        var shapes = new ArgumentShapes(_context, function);
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction call in block.Instructions.ToList())
            {
                if (call.Op == IrOp.CallSubprogram)
                    RequestSubprogram(function, call, shapes);
                else if (Callbacks.FunctionOf(call) is { } address)
                    RequestCallback(function, block, call, address, shapes);
            }
        }
    }

    private void RequestSubprogram(IrFunction function, IrInstruction call, ArgumentShapes shapes)
    {
        IrFunction callee = _inliner.Callee(call.Symbol!);
        if (shapes.Of(call, callee, 0, 0) is not { } arguments)
            return;
        string name = NameOf(callee, arguments);
        if (_known.Add(name))
            _functions.Add(SubprogramBody.Make(name, callee, arguments));
        List<IrValue> passed = call.Operands.Where((_, i) => arguments[i].IsPassed).ToList();
        call.Symbol = name;
        call.Operands.Clear();
        call.Operands.Add(function.Context);
        call.Operands.AddRange(passed);
    }

    private void RequestCallback(IrFunction function, IrBlock block, IrInstruction call, IrInstruction address, ArgumentShapes shapes)
    {
        IrHelper helper = _context.Module.Helpers[call.Symbol!];
        IrFunction callee = _inliner.Callee(address.Symbol!);
        int first = helper.Arguments.Count;
        if (shapes.Of(call, callee, first, Callbacks.GivenByKernel(helper)) is not { } captured)
            return;
        IReadOnlyList<IrParameterInfo> given = CallbackParameters.Of(_context, call);
        bool isLater = Callbacks.IsLater(helper);
        string name = isLater ? callee.Name + " (later)" : NameOf(callee, captured);
        if (_known.Add(name))
            _functions.Add(isLater ? CallbackBody.MakeTimer(_context, name, callee, given) : CallbackBody.Make(_context, name, callee, given, captured));
        List<IrValue> passed = call.Operands.Skip(first).Where((_, i) => captured[i].IsPassed).ToList();
        // Two calls that share the address need not pass the same.
        var own = new IrInstruction(IrOp.FuncAddr, IrType.Ptr) { Symbol = name, Span = address.Span };
        block.Instructions.Insert(block.Instructions.IndexOf(call), own);
        call.Operands[call.Operands.IndexOf(address)] = own;
        call.Operands.RemoveRange(first, call.Operands.Count - first);
        if (!isLater)
        {
            call.Operands.Add(function.Context);
            call.Operands.AddRange(passed);
            if (_functions.Find(f => f.Name == name)!.KeepsRound)
                call.Immediate |= Callbacks.HasRoundCell;
        }

        if (!SubprogramCalls.In(function).Any(i => i == address))
            return;
        bool isUsed = function.Blocks.SelectMany(static b => b.Instructions).Any(i => i.Operands.Contains(address));
        if (!isUsed)
            function.Blocks.ForEach(b => b.Instructions.Remove(address));
    }

    private static string NameOf(IrFunction callee, IReadOnlyList<ArgumentShape> shapes) => callee.Name + " (" + string.Join(", ", shapes) + ")";
}
