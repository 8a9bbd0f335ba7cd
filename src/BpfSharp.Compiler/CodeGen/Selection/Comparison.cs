using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>A truth value as what a jump compares.</summary>
/// <param name="Wide">All 64 bits.</param>
/// <param name="Fits">The packet check whose end pointer is compared; <paramref name="Left"/> is then its start, and <paramref name="Right"/> the packet's end.</param>
internal readonly record struct Comparison(BpfCondition Condition, bool Wide, IrValue Left, IrValue Right, IrInstruction? Fits)
{
    private static readonly Dictionary<IrOp, BpfCondition> s_conditions = new()
    {
        [IrOp.Eq] = BpfCondition.Equal,
        [IrOp.Ne] = BpfCondition.NotEqual,
        [IrOp.LtS] = BpfCondition.SignedLess,
        [IrOp.LeS] = BpfCondition.SignedLessOrEqual,
        [IrOp.LtU] = BpfCondition.Less,
        [IrOp.LeU] = BpfCondition.LessOrEqual,
    };

    /// <summary>The compare itself, as it stands.</summary>
    public static Comparison Of(IrInstruction compare)
    {
        if (compare.Op == IrOp.PktFits)
            return new Comparison(BpfCondition.LessOrEqual, true, compare.Operands[0], compare.Operands[1], compare);
        (IrValue left, IrValue right) = (compare.Operands[0], compare.Operands[1]);
        BpfCondition condition = s_conditions[compare.Op];
        if (left is IrConstant && right is not IrConstant)
            (left, right, condition) = (right, left, Conditions.Swap(condition));
        return new Comparison(condition, left.Type != IrType.I32, left, right, null);
    }

    /// <summary>"Is not zero", of a number.</summary>
    public static Comparison NotZero(IrValue value) =>
        new(BpfCondition.NotEqual, value.Type != IrType.I32, value, new IrConstant(value.Type, 0), null);

    public Comparison Inverse() => this with { Condition = Conditions.Invert(Condition) };

    public static bool IsCompare(IrOp op) => op == IrOp.PktFits || s_conditions.ContainsKey(op);
}
