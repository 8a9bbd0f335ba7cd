using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>
/// In a subprogram a fault is a return: the number of its site and 1, in the high half. In a callback that number goes to the environment, and the helper is
/// told to stop. The main function counts it.
/// </summary>
internal static class FaultReturns
{
    public static bool Run(IrFunction function)
    {
        if (function.Role is IrFunctionRole.Program or IrFunctionRole.Timer)
            return false;
        bool changed = false;
        foreach (IrBlock block in function.Blocks.Where(static b => b.Terminator.Op is IrOp.Fault or IrOp.Resume))
        {
            IrInstruction end = block.Terminator;
            block.Instructions.RemoveAt(block.Instructions.Count - 1);
            IrValue site = end.Op == IrOp.Resume ? end.Operands[0] : Add(block, end, IrOp.FaultSite, IrType.I32);
            IrInstruction number = Add(block, end, IrOp.Add, IrType.I32, site, IrConstant.I32(1));
            if (function.Role == IrFunctionRole.Callback)
            {
                IrParameter environment = function.Entry.Parameters[function.Entry.Parameters.Count - 1];
                IrInstruction place = Add(block, end, IrOp.PtrAdd, IrType.Ptr, environment, IrConstant.I64(Callbacks.StatusOffset));
                Add(block, end, IrOp.Store, IrType.Void, place, number).TypeArgument = IrType.I32;
                Add(block, end, IrOp.Ret, IrType.Void, IrConstant.I64(1));
            }
            else
            {
                IrInstruction wide = Add(block, end, IrOp.ZExt, IrType.I64, number);
                IrInstruction status = Add(block, end, IrOp.Shl, IrType.I64, wide, IrConstant.I64(SubprogramCalls.StatusShift));
                Add(block, end, IrOp.Ret, IrType.Void, status);
            }

            changed = true;
        }

        return changed;
    }

    private static IrInstruction Add(IrBlock block, IrInstruction end, IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = end.Span, Immediate = op == IrOp.FaultSite ? end.Immediate : 0 };
        block.Instructions.Add(instruction);
        return instruction;
    }
}
