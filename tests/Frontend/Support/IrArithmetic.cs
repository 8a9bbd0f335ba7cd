using System;
using System.Buffers.Binary;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Tests.Support;

/// <summary>Operations on integers; i32 values are kept sign-extended.</summary>
internal static class IrArithmetic
{
    public static long Compute(IrOp op, IrType result, IrType operand, long a, long b)
    {
        switch (op)
        {
            case IrOp.SExt:
                return (int)a;
            case IrOp.ZExt:
                return (uint)a;
            case IrOp.Trunc:
                return (int)a;
            case IrOp.ExtI8:
                return (sbyte)a;
            case IrOp.ExtU8:
                return (byte)a;
            case IrOp.ExtI16:
                return (short)a;
            case IrOp.ExtU16:
                return (ushort)a;
            case IrOp.Bswap16:
                return BinaryPrimitives.ReverseEndianness((ushort)a);
        }

        return operand == IrType.I32 ? Wide((int)a, (int)b) : Long(op, a, b);

        long Wide(int x, int y) => op switch
        {
            IrOp.DivS => x / y,
            IrOp.DivU => (int)((uint)x / (uint)y),
            IrOp.RemS => x % y,
            IrOp.RemU => (int)((uint)x % (uint)y),
            IrOp.Shl => x << y,
            IrOp.ShrS => x >> y,
            IrOp.ShrU => x >>> y,
            IrOp.LtU => (uint)x < (uint)y ? 1 : 0,
            IrOp.LeU => (uint)x <= (uint)y ? 1 : 0,
            IrOp.Bswap32 => BinaryPrimitives.ReverseEndianness(x),
            _ => result == IrType.I32 ? (int)Long(op, x, y) : Long(op, x, y),
        };
    }

    private static long Long(IrOp op, long a, long b) => op switch
    {
        IrOp.Add => a + b,
        IrOp.Sub => a - b,
        IrOp.Mul => a * b,
        IrOp.DivS => a / b,
        IrOp.DivU => (long)((ulong)a / (ulong)b),
        IrOp.RemS => a % b,
        IrOp.RemU => (long)((ulong)a % (ulong)b),
        IrOp.And => a & b,
        IrOp.Or => a | b,
        IrOp.Xor => a ^ b,
        IrOp.Shl => a << (int)b,
        IrOp.ShrS => a >> (int)b,
        IrOp.ShrU => a >>> (int)b,
        IrOp.Neg => -a,
        IrOp.Not => ~a,
        IrOp.Eq => a == b ? 1 : 0,
        IrOp.Ne => a != b ? 1 : 0,
        IrOp.LtS => a < b ? 1 : 0,
        IrOp.LeS => a <= b ? 1 : 0,
        IrOp.LtU => (ulong)a < (ulong)b ? 1 : 0,
        IrOp.LeU => (ulong)a <= (ulong)b ? 1 : 0,
        IrOp.Bswap64 => BinaryPrimitives.ReverseEndianness(a),
        _ => throw new NotSupportedException(op.ToString()),
    };
}
