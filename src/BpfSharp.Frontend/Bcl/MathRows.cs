using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Math</c> on integers.</summary>
internal static class MathRows
{
    private static readonly (string Name, IrType Memory)[] s_types =
    {
        ("SByte", IrType.I8), ("Byte", IrType.U8), ("Int16", IrType.I16), ("UInt16", IrType.U16), ("Int32", IrType.I32), ("UInt32", IrType.U32),
        ("Int64", IrType.I64), ("UInt64", IrType.U64), ("IntPtr", IrType.I64), ("UIntPtr", IrType.U64),
    };

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach ((string name, IrType memory) in s_types)
            {
                string type = "System." + name;
                yield return new($"M:System.Math.Min({type},{type})", (m, c) => Pick(m.Emit, BinaryOperatorKind.LessThan, c[0], c[1], memory));
                yield return new($"M:System.Math.Max({type},{type})", (m, c) => Pick(m.Emit, BinaryOperatorKind.GreaterThan, c[0], c[1], memory));
                yield return new($"M:System.Math.Clamp({type},{type},{type})", (m, c) => Clamp(m.Emit, c, memory));
                if (!memory.IsSigned)
                    continue;
                yield return new($"M:System.Math.Abs({type})", (m, c) => Abs(m.Emit, c[0], memory));
                yield return new($"M:System.Math.Sign({type})", (m, c) => Sign(m.Emit, c[0], memory));
            }
        }
    }

    public static IrValue Pick(IrBuilder emit, BinaryOperatorKind kind, IrValue first, IrValue second, IrType memory)
    {
        var takeSecond = new IrBlock();
        var takeFirst = new IrBlock();
        var after = new IrBlock();
        var result = new IrParameter(first.Type);
        after.Parameters.Add(result);
        emit.BranchIf(Arithmetic.Compare(emit, kind, first, second, memory)!, takeFirst, takeSecond);
        emit.Start(takeFirst);
        emit.Branch(after, first);
        emit.Start(takeSecond);
        emit.Branch(after, second);
        emit.Start(after);
        return result;
    }

    // A least bound above the greatest is an ArgumentException.
    public static IrValue Clamp(IrBuilder emit, BclCall call, IrType memory)
    {
        emit.Guard(FaultKind.Thrown, Arithmetic.Compare(emit, BinaryOperatorKind.LessThanOrEqual, call[1], call[2], memory)!);
        return Pick(emit, BinaryOperatorKind.LessThan, Pick(emit, BinaryOperatorKind.GreaterThan, call[0], call[1], memory), call[2], memory);
    }

    // (x ^ s) - s with s all ones for a negative number. Abs(MIN) throws, whatever the context.
    public static IrValue Abs(IrBuilder emit, IrValue value, IrType memory)
    {
        long minimum = -1L << ((memory.PrimitiveSize * 8) - 1);
        emit.Guard(FaultKind.Overflow, emit.Compare(IrOp.Ne, value, new IrConstant(value.Type, minimum)));
        IrValue sign = emit.Binary(IrOp.ShrS, value, new IrConstant(value.Type, value.Type == IrType.I64 ? 63 : 31));
        return emit.Binary(IrOp.Sub, emit.Binary(IrOp.Xor, value, sign), sign);
    }

    public static IrValue Sign(IrBuilder emit, IrValue value, IrType memory)
    {
        IrConstant zero = new(value.Type, 0);
        IrValue positive = emit.Compare(IrOp.LtS, zero, value);
        IrValue negative = emit.Compare(IrOp.LtS, value, zero);
        return emit.Binary(IrOp.Sub, positive, negative);
    }
}
