using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>The table of rules by operation, in the order in which they are tried.</summary>
internal static class FoldRules
{
    private static readonly FoldRule[] s_none = Array.Empty<FoldRule>();

    private static readonly IrOpMap<FoldRule[]> s_rules = new()
    {
        [IrOp.Add] = new FoldRule[] { ArithmeticRules.ConstantRight, ArithmeticRules.NeutralRight, ArithmeticRules.Reassociate, ChecksumRules.FoldOnce },
        [IrOp.Sub] = new FoldRule[] { ArithmeticRules.SubtractSelf, ArithmeticRules.SubtractConstant },
        [IrOp.Mul] = new FoldRule[] { ArithmeticRules.ConstantRight, ArithmeticRules.NeutralRight, ArithmeticRules.MultiplyByZero, ArithmeticRules.MultiplyByPower },
        [IrOp.DivU] = new FoldRule[] { ArithmeticRules.NeutralRight, ArithmeticRules.DivideByPower },
        [IrOp.DivS] = new FoldRule[] { ArithmeticRules.NeutralRight, ArithmeticRules.DivideNonNegative },
        [IrOp.RemU] = new FoldRule[] { ArithmeticRules.RemainderOfPower },
        [IrOp.RemS] = new FoldRule[] { ArithmeticRules.RemainderNonNegative },
        [IrOp.And] = new FoldRule[] { ArithmeticRules.ConstantRight, ArithmeticRules.Idempotent, BitRules.Nothing, BitRules.AndConstant, BitRules.MaskedToggle, BitRules.PartOfUnion, ArithmeticRules.Reassociate },
        [IrOp.Or] = new FoldRule[] { ArithmeticRules.ConstantRight, ArithmeticRules.NeutralRight, ArithmeticRules.Idempotent, BitRules.OrConstant, ArithmeticRules.Reassociate },
        [IrOp.Xor] = new FoldRule[] { ArithmeticRules.ConstantRight, ArithmeticRules.NeutralRight, ArithmeticRules.SubtractSelf, BitRules.ToggleTruth, BitRules.ToggleTwice, ArithmeticRules.Reassociate },
        [IrOp.Shl] = new FoldRule[] { ArithmeticRules.ShiftCount, ArithmeticRules.NeutralRight, BitRules.ShiftOfShift },
        [IrOp.ShrS] = new FoldRule[] { ArithmeticRules.ShiftCount, ArithmeticRules.NeutralRight, BitRules.ShiftNonNegative },
        [IrOp.ShrU] = new FoldRule[] { ArithmeticRules.ShiftCount, BitRules.Nothing, BitRules.PartOfUnion, ArithmeticRules.NeutralRight, BitRules.ShiftOfShift },
        [IrOp.Neg] = new FoldRule[] { BitRules.Involution },
        [IrOp.Not] = new FoldRule[] { BitRules.Involution, BitRules.ToggleTwice },
        [IrOp.Bswap16] = new FoldRule[] { BitRules.SwapTwice16 },
        [IrOp.Bswap32] = new FoldRule[] { BitRules.Involution },
        [IrOp.Bswap64] = new FoldRule[] { BitRules.Involution },
        [IrOp.ExtI8] = new FoldRule[] { ExtensionRules.Narrow },
        [IrOp.ExtU8] = new FoldRule[] { ExtensionRules.Narrow, BitRules.MaskedToggle, BitRules.PartOfUnion },
        [IrOp.ExtI16] = new FoldRule[] { ExtensionRules.Narrow },
        [IrOp.ExtU16] = new FoldRule[] { ExtensionRules.Narrow, BitRules.MaskedToggle, BitRules.PartOfUnion },
        [IrOp.ZExt] = new FoldRule[] { ExtensionRules.ZeroExtend },
        [IrOp.SExt] = new FoldRule[] { ExtensionRules.SignExtend },
        [IrOp.Trunc] = new FoldRule[] { ExtensionRules.Truncate },
        [IrOp.Eq] = new FoldRule[] { CompareRules.ConstantRight, CompareRules.Self, CompareRules.OfCompare, CompareRules.Known, CompareRules.Pointers, CompareRules.Swapped, CompareRules.Widened, CompareRules.Shifted, CompareRules.ShiftedLeft },
        [IrOp.Ne] = new FoldRule[] { CompareRules.ConstantRight, CompareRules.Self, CompareRules.OfCompare, CompareRules.Known, CompareRules.Pointers, CompareRules.Swapped, CompareRules.Widened, CompareRules.Shifted, CompareRules.ShiftedLeft },
        [IrOp.LtS] = new FoldRule[] { CompareRules.Self, CompareRules.Known, CompareRules.Unsigned, CompareRules.Widened },
        [IrOp.LeS] = new FoldRule[] { CompareRules.Self, CompareRules.Known, CompareRules.Unsigned, CompareRules.Widened },
        [IrOp.LtU] = new FoldRule[] { CompareRules.Self, CompareRules.Known, CompareRules.Widened },
        [IrOp.LeU] = new FoldRule[] { CompareRules.Self, CompareRules.Known, CompareRules.Widened },
        [IrOp.PtrAdd] = new FoldRule[] { PointerRules.NoStep, PointerRules.StepOfStep, PointerRules.SplitSum },
        [IrOp.Elem] = new FoldRule[] { PointerRules.ConstantElement },
        [IrOp.PtrDiff] = new FoldRule[] { PointerRules.Difference },
        [IrOp.PktFits] = new FoldRule[] { PointerRules.FitsFromRoot },
        [IrOp.Store] = new FoldRule[] { ExtensionRules.StoreKeepsLowBits },
        [IrOp.Guard] = new FoldRule[] { },
        [IrOp.BrIf] = new FoldRule[] { BranchRules.TestTheCompare },
    };

    public static FoldRule[] Of(IrOp op) => s_rules[op] ?? s_none;
}
