using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Bcl;

/// <summary>Members of the integer types themselves.</summary>
internal static class PrimitiveRows
{
    private static readonly (string Name, IrType Memory)[] s_types =
    {
        ("SByte", IrType.I8), ("Byte", IrType.U8), ("Int16", IrType.I16), ("UInt16", IrType.U16), ("Int32", IrType.I32), ("UInt32", IrType.U32),
        ("Int64", IrType.I64), ("UInt64", IrType.U64), ("IntPtr", IrType.I64), ("UIntPtr", IrType.U64), ("Char", IrType.Char), ("Boolean", IrType.Bool),
    };

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach ((string name, IrType memory) in s_types)
            {
                string type = "System." + name;
                yield return new($"M:{type}.Equals({type})", (m, c) => m.Emit.Compare(IrOp.Eq, m.Emit.Load(memory, c.Receiver!), c[0]));
                if (memory == IrType.Bool)
                    continue;
                yield return new($"M:{type}.CompareTo({type})", (m, c) => Compare(m.Emit, m.Emit.Load(memory, c.Receiver!), c[0], memory));
                if (memory == IrType.Char)
                    continue;
                yield return new($"M:{type}.Min({type},{type})", (m, c) => MathRows.Pick(m.Emit, BinaryOperatorKind.LessThan, c[0], c[1], memory));
                yield return new($"M:{type}.Max({type},{type})", (m, c) => MathRows.Pick(m.Emit, BinaryOperatorKind.GreaterThan, c[0], c[1], memory));
                yield return new($"M:{type}.Clamp({type},{type},{type})", (m, c) => MathRows.Clamp(m.Emit, c, memory));
                yield return new($"M:{type}.IsPow2({type})", (m, c) => BitOperationsRows.IsPowerOfTwo(m.Emit, c[0], memory.IsSigned ? IrOp.LtS : IrOp.LtU));
                yield return new($"M:{type}.IsEvenInteger({type})", (m, c) => m.Emit.Compare(IrOp.Eq, LowBit(m.Emit, c[0]), new IrConstant(memory.ValueType, 0)));
                yield return new($"M:{type}.IsOddInteger({type})", (m, c) => m.Emit.Compare(IrOp.Ne, LowBit(m.Emit, c[0]), new IrConstant(memory.ValueType, 0)));
                if (memory.IsSigned)
                {
                    yield return new($"M:{type}.Abs({type})", (m, c) => MathRows.Abs(m.Emit, c[0], memory));
                    yield return new($"M:{type}.Sign({type})", (m, c) => MathRows.Sign(m.Emit, c[0], memory));
                    yield return new($"M:{type}.IsNegative({type})", (m, c) => m.Emit.Compare(IrOp.LtS, c[0], new IrConstant(memory.ValueType, 0)));
                }

                if (memory.PrimitiveSize < 4)
                    continue;
                yield return new($"M:{type}.RotateLeft({type},System.Int32)", static (m, c) => BitOperationsRows.Rotate(m.Emit, c[0], c[1], IrOp.Shl, IrOp.ShrU));
                yield return new($"M:{type}.RotateRight({type},System.Int32)", static (m, c) => BitOperationsRows.Rotate(m.Emit, c[0], c[1], IrOp.ShrU, IrOp.Shl));
                yield return new($"M:{type}.PopCount({type})", (m, c) => Widen(m, BitOperationsRows.PopCount(m.Emit, c[0]), memory));
                yield return new($"M:{type}.LeadingZeroCount({type})", (m, c) => Widen(m, BitOperationsRows.LeadingZeros(m.Emit, c[0]), memory));
                yield return new($"M:{type}.TrailingZeroCount({type})", (m, c) => Widen(m, BitOperationsRows.TrailingZeros(m.Emit, c[0]), memory));
            }
        }
    }

    private static IrValue LowBit(IrBuilder emit, IrValue value) => emit.Binary(IrOp.And, value, new IrConstant(value.Type, 1));

    // Below four bytes the BCL gives the difference.
    private static IrValue Compare(IrBuilder emit, IrValue first, IrValue second, IrType memory)
    {
        if (memory.PrimitiveSize < 4)
            return emit.Binary(IrOp.Sub, first, second);
        IrValue above = Arithmetic.Compare(emit, BinaryOperatorKind.GreaterThan, first, second, memory)!;
        return emit.Binary(IrOp.Sub, above, Arithmetic.Compare(emit, BinaryOperatorKind.LessThan, first, second, memory)!);
    }

    // These give the counts in the type itself.
    private static IrValue Widen(MethodLowering method, IrValue count, IrType memory) => NumericConversions.Convert(method.Emit, count, IrType.I32, memory, isChecked: false);
}
