using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>Which functions marked <c>NoInlining</c> the kernel can call: those that take their arguments in registers and return a number.</summary>
internal sealed class SubprogramRules
{
    /// <summary>r1 to r5; the context is always one of them.</summary>
    private const int MaxArguments = 5;

    /// <summary>MAX_CALL_FRAMES is 8, the main function among them.</summary>
    private const int MaxDepth = 7;

    /// <summary>JITs of arm64 mix tail calls and subprograms from this kernel on (those of x86 from 5.10 on).</summary>
    private static readonly Version s_mixesTailCalls = new(6, 0);

    private readonly CompilationContext _context;
    private readonly Dictionary<string, bool> _tailCalls = new(StringComparer.Ordinal);
    private readonly bool _programsTailCall;

    public SubprogramRules(CompilationContext context)
    {
        _context = context;
        _programsTailCall = context.Options.TargetKernel < s_mixesTailCalls && context.Module.Programs.Any(p => HasTailCall(p.Function));
    }

    /// <summary>Why a function can't be a subprogram; null for one that can.</summary>
    /// <param name="depth">Frames from the function's own on, with what it calls.</param>
    public string? Refusal(IrFunction function, int depth)
    {
        if (_programsTailCall)
            return "programs with tail calls may have subprograms from kernel 6.0 on";
        // A tail call from a subprogram would return to its caller, not end the program.
        if (HasTailCall(function.Name))
            return "it makes a tail call, which ends a subprogram only";
        if (function.ReturnType == IrType.Ptr)
            return "it returns a reference";
        if (depth > MaxDepth)
            return "the kernel has 8 frames for nested calls";
        int arguments = 1 + (function.ReturnType == IrType.I64 ? 1 : 0);
        for (int i = 0; i < function.Parameters.Count; i++)
        {
            IrParameterInfo parameter = function.Parameters[i];
            bool isPointer = function.Entry.Parameters[i].Type == IrType.Ptr;
            if (isPointer && HoldsReferences(parameter.SourceType))
                return $"'{parameter.Name}' holds references";
            // Contexts and maps are known where the function is called: the context is counted, maps are constants.
            arguments += isPointer && parameter.SourceType == IrType.Ptr ? 0 : 1;
        }

        return arguments > MaxArguments ? "its arguments need more than five registers, one of which is the context's and one a 64-bit result's" : null;
    }

    /// <summary>Why a function can't be called by a helper; null for one that can.</summary>
    public string? CallbackRefusal(IrFunction function, int depth)
    {
        if (HasTailCall(function.Name))
            return "it makes a tail call";
        return depth > MaxDepth ? "the kernel has 8 frames for nested calls" : null;
    }

    private bool HasTailCall(string function)
    {
        if (_tailCalls.TryGetValue(function, out bool known))
            return known;
        // Recursion is another diagnostic's matter.
        _tailCalls.Add(function, false);
        bool has = _context.Module.Functions[function].Blocks.SelectMany(static b => b.Instructions).Any(i => i.Op switch
        {
            IrOp.Helper => (_context.Module.Helpers[i.Symbol!].Effects & IrHelperEffects.MayNotReturn) != 0,
            IrOp.Call or IrOp.FuncAddr => HasTailCall(i.Symbol!),
            _ => false,
        });
        _tailCalls[function] = has;
        return has;
    }

    private bool HoldsReferences(IrType type)
    {
        if (type.Kind != IrTypeKind.Named)
            return false;
        return _context.Layouts.Get(type).Fields.Any(f => f.Type == IrType.Ptr || HoldsReferences(f.Type));
    }
}
