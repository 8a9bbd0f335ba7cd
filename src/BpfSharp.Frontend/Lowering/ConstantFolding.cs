using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Conversions of constants, which the front end itself inserts; all else folds in the compiler.</summary>
internal static class ConstantFolding
{
    public static IrConstant Convert(IrOp op, IrType type, IrConstant constant) => new(type, Value(op, constant.Value));

    private static long Value(IrOp op, long value) => op switch
    {
        IrOp.ExtI8 => (sbyte)value,
        IrOp.ExtU8 => (byte)value,
        IrOp.ExtI16 => (short)value,
        IrOp.ExtU16 => (ushort)value,
        IrOp.ZExt => (uint)value,
        IrOp.SExt => (int)value,
        IrOp.Trunc => (int)value,
        _ => throw new InvalidOperationException($"{op} is no conversion"),
    };
}
