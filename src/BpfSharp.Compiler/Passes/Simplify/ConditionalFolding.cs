using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>Operations that a comparison passed before makes simpler: a number known not to be negative needs no sign, a test whose outcome is known is none.</summary>
internal sealed class ConditionalFolding
{
    private readonly ConditionalRanges _ranges;
    private readonly ValueMap _map = new();
    private bool _changed;

    private ConditionalFolding(ConditionalRanges ranges) => _ranges = ranges;

    /// <param name="view">Once guards stand for the verifier's sake, only what it knows too makes one superfluous.</param>
    public static bool Run(IrFunction function, RangeView view = RangeView.Program)
    {
        var flow = new ControlFlow(function);
        var pass = new ConditionalFolding(new ConditionalRanges(function, flow, new Dominators(flow), view));
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
                pass.Fold(instruction);
        }

        pass._map.Apply(function);
        return pass._changed || pass._map.Count != 0;
    }

    private void Fold(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.SExt:
                Become(instruction, IrOp.ZExt);
                break;
            case IrOp.ShrS:
                Become(instruction, IrOp.ShrU);
                break;
            case IrOp.DivS:
                BecomeUnsigned(instruction, IrOp.DivU);
                break;
            case IrOp.RemS:
                BecomeUnsigned(instruction, IrOp.RemU);
                break;
            case IrOp.LtS:
                BecomeUnsigned(instruction, IrOp.LtU);
                Decide(instruction);
                break;
            case IrOp.LeS:
                BecomeUnsigned(instruction, IrOp.LeU);
                Decide(instruction);
                break;
            case IrOp.Eq or IrOp.Ne or IrOp.LtU or IrOp.LeU when instruction.Operands[0].Type != IrType.Ptr:
                Decide(instruction);
                break;
            case IrOp.BrIf or IrOp.Guard:
                DecideBranch(instruction);
                break;
        }
    }

    private void Become(IrInstruction instruction, IrOp unsigned)
    {
        if (!_ranges.Get(instruction.Operands[0], instruction).IsNonNegative)
            return;
        instruction.Op = unsigned;
        _changed = true;
    }

    private void BecomeUnsigned(IrInstruction instruction, IrOp unsigned)
    {
        if (_ranges.Get(instruction.Operands[1], instruction).IsNonNegative)
            Become(instruction, unsigned);
    }

    private void Decide(IrInstruction compare)
    {
        ValueRange left = _ranges.Get(compare.Operands[0], compare);
        ValueRange right = _ranges.Get(compare.Operands[1], compare);
        if (!left.IsEmpty && !right.IsEmpty && IrCompare.Decide(compare.Op, left, right) is { } outcome)
            _map.Replace(compare, IrConstant.I32(outcome ? 1 : 0));
    }

    // The compare may stand before the test that decides it here.
    private void DecideBranch(IrInstruction branch)
    {
        IrValue condition = branch.Operands[0];
        if (condition is IrConstant)
            return;
        bool? outcome = null;
        if (condition is IrInstruction compare && IrCompare.IsCompare(compare.Op) && compare.Operands[0].Type != IrType.Ptr)
            outcome = IrCompare.Decide(compare.Op, _ranges.Get(compare.Operands[0], branch), _ranges.Get(compare.Operands[1], branch));
        ValueRange range = _ranges.Get(condition, branch);
        outcome ??= range.UMin > 0 ? true : range.UMax == 0 ? false : null;
        if (outcome is not { } known)
            return;
        branch.Operands[0] = IrConstant.I32(known ? 1 : 0);
        _changed = true;
    }
}
