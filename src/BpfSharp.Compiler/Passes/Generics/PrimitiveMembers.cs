using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>Generic math: what .NET's integers do for members of <c>System.Numerics</c>' interfaces, <c>IEquatable</c> and <c>IComparable</c>.</summary>
internal static class PrimitiveMembers
{
    private const string Numerics = "M:System.Numerics.";

    private static readonly Dictionary<string, (int Parameters, bool HasResultPointer, Action<PrimitiveBody> Write)> s_rows = new(StringComparer.Ordinal)
    {
        [Numerics + "IAdditionOperators`3.op_Addition(`0,`1)"] = Arithmetic(IrOp.Add),
        [Numerics + "ISubtractionOperators`3.op_Subtraction(`0,`1)"] = Arithmetic(IrOp.Sub),
        [Numerics + "IMultiplyOperators`3.op_Multiply(`0,`1)"] = Arithmetic(IrOp.Mul),
        [Numerics + "IDivisionOperators`3.op_Division(`0,`1)"] = (2, true, static b => Divide(b, IrOp.DivS, IrOp.DivU)),
        [Numerics + "IModulusOperators`3.op_Modulus(`0,`1)"] = (2, true, static b => Divide(b, IrOp.RemS, IrOp.RemU)),
        [Numerics + "IBitwiseOperators`3.op_BitwiseAnd(`0,`1)"] = Arithmetic(IrOp.And),
        [Numerics + "IBitwiseOperators`3.op_BitwiseOr(`0,`1)"] = Arithmetic(IrOp.Or),
        [Numerics + "IBitwiseOperators`3.op_ExclusiveOr(`0,`1)"] = Arithmetic(IrOp.Xor),
        [Numerics + "IBitwiseOperators`3.op_OnesComplement(`0)"] = (1, true, static b => b.Return(b.Unary(IrOp.Not, b.Load(0)))),
        [Numerics + "IShiftOperators`3.op_LeftShift(`0,`1)"] = (2, true, static b => Shift(b, IrOp.Shl)),
        [Numerics + "IShiftOperators`3.op_RightShift(`0,`1)"] = (2, true, static b => Shift(b, b.Type.IsSigned ? IrOp.ShrS : IrOp.ShrU)),
        [Numerics + "IShiftOperators`3.op_UnsignedRightShift(`0,`1)"] = (2, true, static b => Shift(b, IrOp.ShrU)),
        [Numerics + "IUnaryNegationOperators`2.op_UnaryNegation(`0)"] = (1, true, static b => b.Return(b.Unary(IrOp.Neg, b.Load(0)))),
        [Numerics + "IUnaryPlusOperators`2.op_UnaryPlus(`0)"] = (1, true, static b => b.Return(b.Load(0))),
        [Numerics + "IIncrementOperators`1.op_Increment(`0)"] = (1, true, static b => b.Return(b.Binary(IrOp.Add, b.Load(0), b.Constant(1)))),
        [Numerics + "IDecrementOperators`1.op_Decrement(`0)"] = (1, true, static b => b.Return(b.Binary(IrOp.Add, b.Load(0), b.Constant(-1)))),
        [Numerics + "IEqualityOperators`3.op_Equality(`0,`1)"] = (2, true, static b => b.ReturnTruth(b.Compare(IrOp.Eq, b.Load(0), b.Load(1)))),
        [Numerics + "IEqualityOperators`3.op_Inequality(`0,`1)"] = (2, true, static b => b.ReturnTruth(b.Compare(IrOp.Ne, b.Load(0), b.Load(1)))),
        [Numerics + "IComparisonOperators`3.op_LessThan(`0,`1)"] = (2, true, static b => b.ReturnTruth(b.IsLess(b.Load(0), b.Load(1)))),
        [Numerics + "IComparisonOperators`3.op_GreaterThan(`0,`1)"] = (2, true, static b => b.ReturnTruth(b.IsLess(b.Load(1), b.Load(0)))),
        [Numerics + "IComparisonOperators`3.op_LessThanOrEqual(`0,`1)"] = (2, true, static b => b.ReturnTruth(Not(b, b.IsLess(b.Load(1), b.Load(0))))),
        [Numerics + "IComparisonOperators`3.op_GreaterThanOrEqual(`0,`1)"] = (2, true, static b => b.ReturnTruth(Not(b, b.IsLess(b.Load(0), b.Load(1))))),
        [Numerics + "INumberBase`1.get_Zero"] = (0, true, static b => b.Return(b.Constant(0))),
        [Numerics + "INumberBase`1.get_One"] = (0, true, static b => b.Return(b.Constant(1))),
        [Numerics + "IAdditiveIdentity`2.get_AdditiveIdentity"] = (0, true, static b => b.Return(b.Constant(0))),
        [Numerics + "IMultiplicativeIdentity`2.get_MultiplicativeIdentity"] = (0, true, static b => b.Return(b.Constant(1))),
        [Numerics + "IBinaryNumber`1.get_AllBitsSet"] = (0, true, static b => b.Return(b.Constant(-1))),
        [Numerics + "IMinMaxValue`1.get_MinValue"] = (0, true, static b => b.Return(b.Constant(Least(b.Type)))),
        [Numerics + "IMinMaxValue`1.get_MaxValue"] = (0, true, static b => b.Return(b.Constant(~Least(b.Type)))),
        [Numerics + "INumberBase`1.IsZero(`0)"] = (1, false, static b => b.ReturnPlain(b.Compare(IrOp.Eq, b.Load(0), b.Constant(0)))),
        [Numerics + "INumberBase`1.IsNegative(`0)"] = (1, false, static b => b.ReturnPlain(b.IsLess(b.Load(0), b.Constant(0)))),
        [Numerics + "INumberBase`1.IsPositive(`0)"] = (1, false, static b => b.ReturnPlain(Not(b, b.IsLess(b.Load(0), b.Constant(0))))),
        [Numerics + "INumberBase`1.IsEvenInteger(`0)"] = (1, false, static b => b.ReturnPlain(b.Compare(IrOp.Eq, b.Binary(IrOp.And, b.Load(0), b.Constant(1)), b.Constant(0)))),
        [Numerics + "INumberBase`1.IsOddInteger(`0)"] = (1, false, static b => b.ReturnPlain(b.Compare(IrOp.Ne, b.Binary(IrOp.And, b.Load(0), b.Constant(1)), b.Constant(0)))),
        [Numerics + "INumberBase`1.Abs(`0)"] = (1, true, Abs),
        [Numerics + "INumber`1.Sign(`0)"] = (1, false, static b => b.ReturnPlain(Order(b, b.Load(0), b.Constant(0)))),
        [Numerics + "INumber`1.Max(`0,`0)"] = (2, true, static b => Choose(b, larger: true)),
        [Numerics + "INumber`1.Min(`0,`0)"] = (2, true, static b => Choose(b, larger: false)),
        [Numerics + "INumber`1.Clamp(`0,`0,`0)"] = (3, true, Clamp),
        [Numerics + "INumberBase`1.CreateTruncating``1(``0)"] = (1, true, static b => b.Return(b.Convert(b.Load(0, b.Arguments[0]), b.Arguments[0], b.Type))),
        [Numerics + "INumberBase`1.CreateChecked``1(``0)"] = (1, true, CreateChecked),
        [Numerics + "INumberBase`1.CreateSaturating``1(``0)"] = (1, true, CreateSaturating),
        [Numerics + "IAdditionOperators`3.op_CheckedAddition(`0,`1)"] = (2, true, CheckedMembers.Add),
        [Numerics + "ISubtractionOperators`3.op_CheckedSubtraction(`0,`1)"] = (2, true, CheckedMembers.Subtract),
        [Numerics + "IMultiplyOperators`3.op_CheckedMultiply(`0,`1)"] = (2, true, CheckedMembers.Multiply),
        [Numerics + "IDivisionOperators`3.op_CheckedDivision(`0,`1)"] = (2, true, static b => Divide(b, IrOp.DivS, IrOp.DivU)),
        [Numerics + "IIncrementOperators`1.op_CheckedIncrement(`0)"] = (1, true, CheckedMembers.Increment),
        [Numerics + "IDecrementOperators`1.op_CheckedDecrement(`0)"] = (1, true, CheckedMembers.Decrement),
        [Numerics + "IUnaryNegationOperators`2.op_CheckedUnaryNegation(`0)"] = (1, true, CheckedMembers.Negate),
        [Numerics + "IBinaryInteger`1.PopCount(`0)"] = (1, true, BitMembers.PopCount),
        [Numerics + "IBinaryInteger`1.LeadingZeroCount(`0)"] = (1, true, BitMembers.LeadingZeroCount),
        [Numerics + "IBinaryInteger`1.TrailingZeroCount(`0)"] = (1, true, BitMembers.TrailingZeroCount),
        [Numerics + "IBinaryInteger`1.RotateLeft(`0,System.Int32)"] = (1, true, static b => BitMembers.Rotate(b, isLeft: true)),
        [Numerics + "IBinaryInteger`1.RotateRight(`0,System.Int32)"] = (1, true, static b => BitMembers.Rotate(b, isLeft: false)),
        [Numerics + "IBinaryNumber`1.Log2(`0)"] = (1, true, BitMembers.Log2),
        [Numerics + "IBinaryNumber`1.IsPow2(`0)"] = (1, false, BitMembers.IsPowerOfTwo),
        ["M:System.IEquatable`1.Equals(`0)"] = (2, false, static b => b.ReturnPlain(b.Compare(IrOp.Eq, b.Load(0), b.Load(1)))),
        ["M:System.IComparable`1.CompareTo(`0)"] = (2, false, CompareTo),
    };

    /// <summary>Null where the integers have no such member, or it is not one that programs may use.</summary>
    /// <param name="arguments">The member's own type arguments.</param>
    public static IrFunction? TryMake(string member, IrType type, IReadOnlyList<IrType> arguments)
    {
        bool isNumber = type.IsPrimitive && type.Kind is not (IrTypeKind.Ptr or IrTypeKind.Bool) && arguments.All(static a => a.IsPrimitive && a.Kind is not (IrTypeKind.Ptr or IrTypeKind.Bool));
        if (!isNumber || !s_rows.TryGetValue(member, out var row))
            return null;
        var body = new PrimitiveBody($"{member} of {string.Join(", ", arguments.Prepend(type))}", type, arguments, row.Parameters, row.HasResultPointer);
        row.Write(body);
        return body.Function;
    }

    private static (int Parameters, bool HasResultPointer, Action<PrimitiveBody> Write) Arithmetic(IrOp op) =>
        (2, true, b => b.Return(b.Binary(op, b.Load(0), b.Load(1))));

    private static IrValue Not(PrimitiveBody body, IrValue truth) => body.Compare(IrOp.Eq, truth, IrConstant.I32(0));

    private static long Least(IrType type) => type.IsSigned ? long.MinValue >> (64 - (type.PrimitiveSize * 8)) : 0;

    // By zero, and where the quotient of the least number and -1 has no room: narrow ones are divided as int, which has it.
    private static void Divide(PrimitiveBody body, IrOp signed, IrOp unsigned)
    {
        IrValue left = body.Load(0);
        IrValue right = body.Load(1);
        body.Guard(FaultKind.DivideByZero, body.Compare(IrOp.Ne, right, body.Constant(0)));
        if (body.Type.IsSigned && !body.IsNarrow)
        {
            IrValue fits = body.Binary(IrOp.Or, body.Compare(IrOp.Ne, right, body.Constant(-1)), body.Compare(IrOp.Ne, left, body.Constant(Least(body.Type))));
            body.Guard(FaultKind.Overflow, fits);
        }

        body.Return(body.Binary(body.Type.IsSigned ? signed : unsigned, left, right));
    }

    // From .NET 10 on the count is masked by the bits of the type, of narrow ones too. Zeros come in from the left of the type.
    private static void Shift(PrimitiveBody body, IrOp op)
    {
        IrValue value = body.Load(0);
        if (op == IrOp.ShrU && body.IsNarrow)
            value = body.Binary(IrOp.And, value, body.Constant((1L << (body.Type.PrimitiveSize * 8)) - 1));
        IrValue count = body.Load(1, IrType.I32);
        if (body.IsNarrow)
            count = body.Binary(IrOp.And, count, IrConstant.I32((body.Type.PrimitiveSize * 8) - 1));
        if (value.Type == IrType.I64)
            count = body.Convert(count, IrType.I32, IrType.I64);
        body.Return(body.Binary(op, value, count));
    }

    private static void Abs(PrimitiveBody body)
    {
        IrValue value = body.Load(0);
        if (body.Type.IsSigned)
        {
            body.ReturnIf(Not(body, body.IsLess(value, body.Constant(0))), value);
            body.Guard(FaultKind.Overflow, body.Compare(IrOp.Ne, value, body.Constant(Least(body.Type))));
            value = body.Unary(IrOp.Neg, value);
        }

        body.Return(value);
    }

    private static void Choose(PrimitiveBody body, bool larger)
    {
        IrValue first = body.Load(0);
        IrValue second = body.Load(1);
        body.ReturnIf(body.IsLess(first, second), larger ? second : first);
        body.Return(larger ? first : second);
    }

    private static void Clamp(PrimitiveBody body)
    {
        IrValue value = body.Load(0);
        IrValue least = body.Load(1);
        IrValue most = body.Load(2);
        body.Guard(FaultKind.Thrown, Not(body, body.IsLess(most, least)));
        body.ReturnIf(body.IsLess(value, least), least);
        body.ReturnIf(body.IsLess(most, value), most);
        body.Return(value);
    }

    // What comes back is the same number, and no sign was taken for a part of it.
    private static void CreateChecked(PrimitiveBody body)
    {
        IrType from = body.Arguments[0];
        IrValue value = body.Load(0, from);
        IrValue result = body.Convert(value, from, body.Type);
        IrValue wide = body.Convert(value, from, IrType.I64);
        body.Guard(FaultKind.Overflow, body.Compare(IrOp.Eq, wide, body.Convert(result, body.Type, IrType.I64)));
        if (from.IsSigned != body.Type.IsSigned)
            body.Guard(FaultKind.Overflow, body.Compare(IrOp.LeS, IrConstant.I64(0), wide));
        body.Return(result);
    }

    // The nearest number that the type has. Numbers are compared as 64 bits, where only ulong's upper half is no signed number.
    private static void CreateSaturating(PrimitiveBody body)
    {
        IrType from = body.Arguments[0];
        IrValue value = body.Load(0, from);
        IrValue wide = body.Convert(value, from, IrType.I64);
        IrOp less = from.IsSigned ? IrOp.LtS : IrOp.LtU;
        if (from.IsSigned)
            body.ReturnIf(body.Compare(IrOp.LtS, wide, IrConstant.I64(Least(body.Type))), body.Constant(Least(body.Type)));
        // Of a signed number, none is above what ulong has.
        if (!from.IsSigned || body.Type.IsSigned || body.Type.PrimitiveSize < 8)
            body.ReturnIf(body.Compare(less, IrConstant.I64(MostAs64(body.Type)), wide), body.Constant(MostAs64(body.Type)));
        body.Return(body.Convert(value, from, body.Type));
    }

    private static long MostAs64(IrType type) => type.IsSigned ? ~Least(type) : type.PrimitiveSize == 8 ? -1 : (1L << (type.PrimitiveSize * 8)) - 1;

    // .NET gives the distance of narrow numbers, and 1, 0 or -1 of others.
    private static void CompareTo(PrimitiveBody body)
    {
        IrValue left = body.Load(0);
        IrValue right = body.Load(1);
        body.ReturnPlain(body.IsNarrow ? body.Binary(IrOp.Sub, left, right) : Order(body, left, right));
    }

    private static IrValue Order(PrimitiveBody body, IrValue left, IrValue right) => body.Binary(IrOp.Sub, body.IsLess(right, left), body.IsLess(left, right));
}
