using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>Bytes of constants, swapped.</summary>
internal static class ByteOrder
{
    public static ushort Swap16(ushort value) => (ushort)((value << 8) | (value >> 8));

    public static uint Swap32(uint value) => ((uint)Swap16((ushort)value) << 16) | Swap16((ushort)(value >> 16));

    public static ulong Swap64(ulong value) => ((ulong)Swap32((uint)value) << 32) | Swap32((uint)(value >> 32));

    /// <summary>The constant whose swap gives this one; null where none does.</summary>
    public static IrConstant? Swap(IrOp op, IrConstant constant) => op switch
    {
        IrOp.Bswap16 when constant.Value is >= 0 and <= ushort.MaxValue => IrConstant.I32(Swap16((ushort)constant.Value)),
        IrOp.Bswap32 => IrConstant.I32(unchecked((int)Swap32((uint)constant.Value))),
        IrOp.Bswap64 => IrConstant.I64(unchecked((long)Swap64((ulong)constant.Value))),
        _ => null,
    };
}
