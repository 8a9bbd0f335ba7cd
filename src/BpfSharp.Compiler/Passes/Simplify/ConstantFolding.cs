using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>What an operation on constants gives, exactly as at run time.</summary>
internal static class ConstantFolding
{
    private static readonly IrOpMap<Func<long, long, long>> s_binary64 = new()
    {
        [IrOp.Add] = static (a, b) => unchecked(a + b),
        [IrOp.Sub] = static (a, b) => unchecked(a - b),
        [IrOp.Mul] = static (a, b) => unchecked(a * b),
        [IrOp.And] = static (a, b) => a & b,
        [IrOp.Or] = static (a, b) => a | b,
        [IrOp.Xor] = static (a, b) => a ^ b,
        [IrOp.Shl] = static (a, b) => a << (int)(b & 63),
        [IrOp.ShrS] = static (a, b) => a >> (int)(b & 63),
        [IrOp.ShrU] = static (a, b) => (long)((ulong)a >> (int)(b & 63)),
        [IrOp.DivU] = static (a, b) => (long)((ulong)a / (ulong)b),
        [IrOp.RemU] = static (a, b) => (long)((ulong)a % (ulong)b),
        [IrOp.DivS] = static (a, b) => a / b,
        [IrOp.RemS] = static (a, b) => a % b,
        [IrOp.Eq] = static (a, b) => a == b ? 1 : 0,
        [IrOp.Ne] = static (a, b) => a != b ? 1 : 0,
        [IrOp.LtS] = static (a, b) => a < b ? 1 : 0,
        [IrOp.LeS] = static (a, b) => a <= b ? 1 : 0,
        [IrOp.LtU] = static (a, b) => (ulong)a < (ulong)b ? 1 : 0,
        [IrOp.LeU] = static (a, b) => (ulong)a <= (ulong)b ? 1 : 0,
        [IrOp.PtrDiff] = static (a, b) => unchecked(a - b),
    };

    // Where 32 bits differ from the low half of the 64-bit result of sign-extended operands.
    private static readonly IrOpMap<Func<int, int, int>> s_binary32 = new()
    {
        [IrOp.Shl] = static (a, b) => a << (b & 31),
        [IrOp.ShrS] = static (a, b) => a >> (b & 31),
        [IrOp.ShrU] = static (a, b) => (int)((uint)a >> (b & 31)),
        [IrOp.DivU] = static (a, b) => (int)((uint)a / (uint)b),
        [IrOp.RemU] = static (a, b) => (int)((uint)a % (uint)b),
    };

    private static readonly IrOpMap<Func<long, long>> s_unary = new()
    {
        [IrOp.Neg] = static a => unchecked(-a),
        [IrOp.Not] = static a => ~a,
        [IrOp.ExtI8] = static a => (sbyte)a,
        [IrOp.ExtU8] = static a => (byte)a,
        [IrOp.ExtI16] = static a => (short)a,
        [IrOp.ExtU16] = static a => (ushort)a,
        [IrOp.SExt] = static a => a,
        [IrOp.ZExt] = static a => (uint)a,
        [IrOp.Trunc] = static a => (int)a,
        [IrOp.Bswap16] = static a => ByteOrder.Swap16((ushort)a),
        [IrOp.Bswap32] = static a => (int)ByteOrder.Swap32((uint)a),
        [IrOp.Bswap64] = static a => (long)ByteOrder.Swap64((ulong)a),
    };

    public static IrConstant? TryFold(IrInstruction instruction)
    {
        if (instruction.Operands.Count is 0 or > 2 || instruction.Operands[0] is not IrConstant a)
            return null;
        if (instruction.Operands.Count == 1)
            return s_unary[instruction.Op] is { } unary ? new IrConstant(instruction.Type, unary(a.Value)) : null;
        if (instruction.Operands[1] is not IrConstant b || s_binary64[instruction.Op] is not { } binary || Traps(instruction.Op, a, b))
            return null;
        if (a.Type == IrType.I32 && s_binary32[instruction.Op] is { } narrow)
            return new IrConstant(instruction.Type, narrow((int)a.Value, (int)b.Value));
        return new IrConstant(instruction.Type, binary(a.Value, b.Value));
    }

    // Stays as it is: a guard before it ends the program.
    private static bool Traps(IrOp op, IrConstant a, IrConstant b) => op switch
    {
        IrOp.DivU or IrOp.RemU => b.Value == 0,
        IrOp.DivS or IrOp.RemS => b.Value == 0 || (b.Value == -1 && a.Value == (a.Type == IrType.I32 ? int.MinValue : long.MinValue)),
        _ => false,
    };
}
