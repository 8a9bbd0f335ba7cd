using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Numerics.BitOperations</c>.</summary>
internal static class BitOperationsRows
{
    private const string Bits = "M:System.Numerics.BitOperations.";

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach (string type in new[] { "UInt32", "UInt64", "UIntPtr" })
            {
                yield return new($"{Bits}RotateLeft(System.{type},System.Int32)", static (m, c) => Rotate(m.Emit, c[0], c[1], IrOp.Shl, IrOp.ShrU));
                yield return new($"{Bits}RotateRight(System.{type},System.Int32)", static (m, c) => Rotate(m.Emit, c[0], c[1], IrOp.ShrU, IrOp.Shl));
                yield return new($"{Bits}PopCount(System.{type})", static (m, c) => PopCount(m.Emit, c[0]));
                yield return new($"{Bits}LeadingZeroCount(System.{type})", static (m, c) => LeadingZeros(m.Emit, c[0]));
                yield return new($"{Bits}TrailingZeroCount(System.{type})", static (m, c) => TrailingZeros(m.Emit, c[0]));
                yield return new($"{Bits}Log2(System.{type})", static (m, c) => Log2(m.Emit, c[0]));
            }

            foreach (string type in new[] { "Int32", "Int64", "IntPtr" })
            {
                yield return new($"{Bits}TrailingZeroCount(System.{type})", static (m, c) => TrailingZeros(m.Emit, c[0]));
                yield return new($"{Bits}IsPow2(System.{type})", static (m, c) => IsPowerOfTwo(m.Emit, c[0], IrOp.LtS));
            }

            foreach (string type in new[] { "UInt32", "UInt64", "UIntPtr" })
                yield return new($"{Bits}IsPow2(System.{type})", static (m, c) => IsPowerOfTwo(m.Emit, c[0], IrOp.LtU));
        }
    }

    // Shift counts are masked, so the other half is shifted by the negated count.
    public static IrValue Rotate(IrBuilder emit, IrValue value, IrValue count, IrOp there, IrOp back)
    {
        IrValue wide = value.Type == IrType.I64 ? emit.Convert(IrOp.SExt, IrType.I64, count) : count;
        IrValue negated = wide is IrConstant constant ? new IrConstant(wide.Type, -constant.Value) : emit.Unary(IrOp.Neg, wide);
        return emit.Binary(IrOp.Or, emit.Binary(there, value, wide), emit.Binary(back, value, negated));
    }

    // Bits are summed in pairs, nibbles, bytes; a multiplication sums the bytes into the highest.
    public static IrValue PopCount(IrBuilder emit, IrValue value)
    {
        IrConstant Mask(byte pattern) => new(value.Type, unchecked((long)(pattern * 0x0101010101010101UL)));
        IrConstant Number(int number) => new(value.Type, number);
        IrValue odd = emit.Binary(IrOp.And, emit.Binary(IrOp.ShrU, value, Number(1)), Mask(0x55));
        IrValue pairs = emit.Binary(IrOp.Sub, value, odd);
        IrValue nibbles = emit.Binary(IrOp.Add, emit.Binary(IrOp.And, pairs, Mask(0x33)), emit.Binary(IrOp.And, emit.Binary(IrOp.ShrU, pairs, Number(2)), Mask(0x33)));
        IrValue bytes = emit.Binary(IrOp.And, emit.Binary(IrOp.Add, nibbles, emit.Binary(IrOp.ShrU, nibbles, Number(4))), Mask(0x0f));
        IrValue sum = emit.Binary(IrOp.ShrU, emit.Binary(IrOp.Mul, bytes, Mask(0x01)), Number(value.Type == IrType.I64 ? 56 : 24));
        return value.Type == IrType.I64 ? emit.Convert(IrOp.Trunc, IrType.I32, sum) : sum;
    }

    public static IrValue LeadingZeros(IrBuilder emit, IrValue value) => PopCount(emit, emit.Unary(IrOp.Not, Smear(emit, value)));

    // The bits below the lowest one.
    public static IrValue TrailingZeros(IrBuilder emit, IrValue value)
    {
        IrValue below = emit.Binary(IrOp.Sub, value, new IrConstant(value.Type, 1));
        return PopCount(emit, emit.Binary(IrOp.And, emit.Unary(IrOp.Not, value), below));
    }

    // Log2(0) is 0 in the BCL.
    private static IrValue Log2(IrBuilder emit, IrValue value)
    {
        IrValue atLeastOne = emit.Binary(IrOp.Or, value, new IrConstant(value.Type, 1));
        return emit.Binary(IrOp.Sub, PopCount(emit, Smear(emit, atLeastOne)), IrConstant.I32(1));
    }

    public static IrValue IsPowerOfTwo(IrBuilder emit, IrValue value, IrOp less)
    {
        IrConstant zero = new(value.Type, 0);
        IrValue single = emit.Compare(IrOp.Eq, emit.Binary(IrOp.And, value, emit.Binary(IrOp.Sub, value, new IrConstant(value.Type, 1))), zero);
        return emit.Binary(IrOp.And, single, emit.Compare(less, zero, value));
    }

    // Sets all bits below the highest one.
    private static IrValue Smear(IrBuilder emit, IrValue value)
    {
        for (int shift = 1; shift < (value.Type == IrType.I64 ? 64 : 32); shift *= 2)
            value = emit.Binary(IrOp.Or, value, emit.Binary(IrOp.ShrU, value, new IrConstant(value.Type, shift)));
        return value;
    }
}
