using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>
/// Helper calls that are given a function. Behind the helper's own arguments stand the values that the function takes behind those of the kernel:
/// they go to memory of the frame, the environment, whose first word is the status.
/// </summary>
internal static class Callbacks
{
    /// <summary>Bytes of each value in the environment.</summary>
    public const int Cell = 8;

    /// <summary>
    /// Where in the first cell the status lies: in the upper half, where the verifier does not take a number that is not zero for a known one (<c>check_stack_write_fixed_off</c>), so that all faults are one to it.
    /// Before 6.5 a known one would make all numbers of all functions matter (<see cref="RoundNumbers"/>).
    /// </summary>
    public const int StatusOffset = 4;

    public static bool Has(IrInstruction instruction) => FunctionOf(instruction) is not null;

    /// <summary>The <c>func.addr</c> that a helper is given; null where there is none.</summary>
    public static IrInstruction? FunctionOf(IrInstruction instruction) =>
        instruction.Op == IrOp.Helper ? instruction.Operands.OfType<IrInstruction>().FirstOrDefault(static o => o.Op == IrOp.FuncAddr) : null;

    /// <summary>In <see cref="IrInstruction.Immediate"/> of a call whose function is called later: it has been looked at.</summary>
    public const int Looked = 8;

    /// <summary>In <see cref="IrInstruction.Immediate"/> of such a call: of the memory that it captures first the last round alone says what is read there afterwards.</summary>
    public const int LastRoundTells = 16;

    /// <summary>Likewise: the function wants a cell of the environment for itself, behind what is captured.</summary>
    public const int HasRoundCell = 32;

    /// <summary>The function is called when the program has long ended.</summary>
    public static bool IsLater(IrHelper helper) => helper.Arguments.Contains(IrHelperArgument.LaterCallback);

    /// <summary>A helper call with a function, behind which nobody looks at the status yet.</summary>
    public static bool IsUnchecked(IrBlock block, IrInstruction instruction) =>
        Has(instruction) && (instruction.Immediate & Looked) == 0 && block.Instructions[block.Instructions.IndexOf(instruction) + 1].Op != IrOp.CallbackStatus;

    /// <summary>How many parameters the function has for what the kernel gives it: an index, a record, or an entry's key and value.</summary>
    public static int GivenByKernel(IrHelper helper) => helper.Arguments.Contains(IrHelperArgument.RecordCallback) ? 1 : helper.Arguments.Contains(IrHelperArgument.Map) ? 2 : 1;

    /// <summary>Bytes that the function may access through a captured pointer; 0 for numbers, contexts and maps.</summary>
    public static int BytesBehind(CompilationContext context, IrInstruction call, int operand)
    {
        IrHelper helper = context.Module.Helpers[call.Symbol!];
        IrFunction function = context.Module.Functions[FunctionOf(call)!.Symbol!];
        IrParameterInfo parameter = function.Parameters[GivenByKernel(helper) + operand - helper.Arguments.Count];
        if (call.Operands[operand].Type != IrType.Ptr)
            return 0;
        return parameter.Bytes != 0 ? parameter.Bytes : parameter.SourceType == IrType.Ptr ? 0 : context.Layouts.SizeOf(parameter.SourceType);
    }

    /// <summary>Puts the check of the status behind a call that ends the block; gives the blocks behind it: the fault's, then the one that goes on.</summary>
    public static IReadOnlyList<IrBlock> AddStatus(IrBlock block)
    {
        IrInstruction call = block.Instructions[block.Instructions.Count - 1];
        var fault = new IrBlock();
        var rest = new IrBlock();
        IrInstruction status = Add(block, call.Span, IrOp.CallbackStatus, IrType.I32, call);
        IrInstruction failed = Add(block, call.Span, IrOp.Ne, IrType.I32, status, IrConstant.I32(0));
        IrInstruction branch = Add(block, call.Span, IrOp.BrIf, IrType.Void, failed);
        branch.Targets.Add(new IrTarget(fault));
        branch.Targets.Add(new IrTarget(rest));
        IrInstruction site = Add(fault, call.Span, IrOp.Add, IrType.I32, status, IrConstant.I32(-1));
        Add(fault, call.Span, IrOp.Resume, IrType.Void, site);
        return new[] { fault, rest };
    }

    private static IrInstruction Add(IrBlock block, int span, IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = span };
        block.Instructions.Add(instruction);
        return instruction;
    }
}
