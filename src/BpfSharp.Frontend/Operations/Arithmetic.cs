using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Operators on two integers of one type, with the guards that C#'s exceptions are.</summary>
internal static class Arithmetic
{
    /// <param name="memory">Type of the operands; a narrow one (of an enum, or of '++') is computed in 32 bits and brought back.</param>
    /// <returns>Null where the operator does not exist on integers.</returns>
    public static IrValue? Apply(IrBuilder emit, BinaryOperatorKind kind, IrValue left, IrValue right, IrType memory, bool isChecked)
    {
        bool narrow = memory.PrimitiveSize < 4;
        IrType wide = narrow ? IrType.I32 : memory;
        IrValue? result = Wide(emit, kind, left, right, wide, isChecked);
        if (result is null || !narrow || kind is BinaryOperatorKind.And or BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr)
            return result;
        return NumericConversions.Convert(emit, result, IrType.I32, memory, isChecked);
    }

    public static IrValue? Compare(IrBuilder emit, BinaryOperatorKind kind, IrValue left, IrValue right, IrType memory)
    {
        bool signed = memory.PrimitiveSize < 4 || memory.IsSigned;
        IrOp less = signed ? IrOp.LtS : IrOp.LtU;
        IrOp lessOrEqual = signed ? IrOp.LeS : IrOp.LeU;
        return kind switch
        {
            BinaryOperatorKind.Equals => emit.Compare(IrOp.Eq, left, right),
            BinaryOperatorKind.NotEquals => emit.Compare(IrOp.Ne, left, right),
            BinaryOperatorKind.LessThan => emit.Compare(less, left, right),
            BinaryOperatorKind.LessThanOrEqual => emit.Compare(lessOrEqual, left, right),
            BinaryOperatorKind.GreaterThan => emit.Compare(less, right, left),
            BinaryOperatorKind.GreaterThanOrEqual => emit.Compare(lessOrEqual, right, left),
            _ => null,
        };
    }

    private static IrValue? Wide(IrBuilder emit, BinaryOperatorKind kind, IrValue left, IrValue right, IrType memory, bool isChecked)
    {
        bool signed = memory.IsSigned;
        switch (kind)
        {
            case BinaryOperatorKind.Add:
                return isChecked ? CheckedArithmetic.Add(emit, left, right, memory) : emit.Binary(IrOp.Add, left, right);
            case BinaryOperatorKind.Subtract:
                return isChecked ? CheckedArithmetic.Subtract(emit, left, right, memory) : emit.Binary(IrOp.Sub, left, right);
            case BinaryOperatorKind.Multiply:
                return isChecked ? CheckedArithmetic.Multiply(emit, left, right, memory) : emit.Binary(IrOp.Mul, left, right);
            case BinaryOperatorKind.Divide:
                Division.Guard(emit, left, right, memory);
                return emit.Binary(signed ? IrOp.DivS : IrOp.DivU, left, right);
            case BinaryOperatorKind.Remainder:
                Division.Guard(emit, left, right, memory);
                return emit.Binary(signed ? IrOp.RemS : IrOp.RemU, left, right);
            case BinaryOperatorKind.And:
                return emit.Binary(IrOp.And, left, right);
            case BinaryOperatorKind.Or:
                return emit.Binary(IrOp.Or, left, right);
            case BinaryOperatorKind.ExclusiveOr:
                return emit.Binary(IrOp.Xor, left, right);
            case BinaryOperatorKind.LeftShift:
                return emit.Binary(IrOp.Shl, left, Count(emit, right, memory));
            case BinaryOperatorKind.RightShift:
                return emit.Binary(signed ? IrOp.ShrS : IrOp.ShrU, left, Count(emit, right, memory));
            case BinaryOperatorKind.UnsignedRightShift:
                return emit.Binary(IrOp.ShrU, left, Count(emit, right, memory));
            default:
                return null;
        }
    }

    // A C# shift count is an int; the IR's is of the value's type. Only its low bits count.
    private static IrValue Count(IrBuilder emit, IrValue count, IrType memory) =>
        memory.ValueType == IrType.I64 && count.Type == IrType.I32 ? emit.Convert(IrOp.ZExt, IrType.I64, count) : count;
}
