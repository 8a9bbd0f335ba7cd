using System;
using System.Buffers.Binary;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

/// <summary>Arithmetic, by .NET's own operators.</summary>
internal static class Integers
{
    public static Cell Compute(IrInstruction i, Cell[] o)
    {
        if (o[0].Memory is not null || (o.Length > 1 && o[1].Memory is not null))
            return new Cell(ComparePointers(i.Op, o[0], o[1]) ? 1 : 0);
        bool narrow = i.Operands[0].Type == IrType.I32;
        return new Cell(o.Length == 1 ? (i.Type == IrType.I32 ? unchecked((int)Unary(i.Op, o[0].Number)) : Unary(i.Op, o[0].Number)) : narrow ? Binary(i.Op, o[0].Int32, o[1].Int32) : Binary(i.Op, o[0].Number, o[1].Number));
    }

    private static bool ComparePointers(IrOp op, Cell a, Cell b) => op switch
    {
        IrOp.Eq => a == b,
        IrOp.Ne => a != b,
        IrOp.LtU => a.Number < b.Number,
        IrOp.LeU => a.Number <= b.Number,
        _ => throw new InvalidOperationException(op.ToString()),
    };

    private static long Unary(IrOp op, long a) => unchecked(op switch
    {
        IrOp.Neg => -a,
        IrOp.Not => ~a,
        IrOp.ExtI8 => (sbyte)a,
        IrOp.ExtU8 => (byte)a,
        IrOp.ExtI16 => (short)a,
        IrOp.ExtU16 => (ushort)a,
        IrOp.SExt => (int)a,
        IrOp.ZExt => (uint)a,
        IrOp.Trunc => (int)a,
        IrOp.Bswap16 => BinaryPrimitives.ReverseEndianness((ushort)a),
        IrOp.Bswap32 => (int)BinaryPrimitives.ReverseEndianness((uint)a),
        IrOp.Bswap64 => (long)BinaryPrimitives.ReverseEndianness((ulong)a),
        _ => throw new InvalidOperationException(op.ToString()),
    });

    private static long Binary(IrOp op, int a, int b) => unchecked(op switch
    {
        IrOp.Add => a + b,
        IrOp.Sub => a - b,
        IrOp.Mul => a * b,
        IrOp.DivS => a / b,
        IrOp.DivU => (int)((uint)a / (uint)b),
        IrOp.RemS => a % b,
        IrOp.RemU => (int)((uint)a % (uint)b),
        IrOp.And => a & b,
        IrOp.Or => a | b,
        IrOp.Xor => a ^ b,
        IrOp.Shl => a << b,
        IrOp.ShrS => a >> b,
        IrOp.ShrU => a >>> b,
        IrOp.Eq => a == b ? 1 : 0,
        IrOp.Ne => a != b ? 1 : 0,
        IrOp.LtS => a < b ? 1 : 0,
        IrOp.LeS => a <= b ? 1 : 0,
        IrOp.LtU => (uint)a < (uint)b ? 1 : 0,
        IrOp.LeU => (uint)a <= (uint)b ? 1 : 0,
        _ => throw new InvalidOperationException(op.ToString()),
    });

    private static long Binary(IrOp op, long a, long b) => unchecked(op switch
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
        IrOp.Eq => a == b ? 1 : 0,
        IrOp.Ne => a != b ? 1 : 0,
        IrOp.LtS => a < b ? 1 : 0,
        IrOp.LeS => a <= b ? 1 : 0,
        IrOp.LtU => (ulong)a < (ulong)b ? 1 : 0,
        IrOp.LeU => (ulong)a <= (ulong)b ? 1 : 0,
        _ => throw new InvalidOperationException(op.ToString()),
    });
}
