using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>What a store-immediate can write.</summary>
internal static class StoreConstants
{
    /// <summary>Of the stores that several make, the widest first.</summary>
    public static readonly (int Size, IrType Type)[] Widths = { (8, IrType.U64), (4, IrType.U32), (2, IrType.U16) };

    /// <summary>Null where no store-immediate has it.</summary>
    public static IrConstant? Immediate(ulong bits, int size)
    {
        long number = size == 8 ? unchecked((long)bits) : unchecked((int)bits);
        return number is < int.MinValue or > int.MaxValue ? null : new IrConstant(size == 8 ? IrType.I64 : IrType.I32, number);
    }

    /// <summary>The bits of so many bytes.</summary>
    public static ulong Mask(int size) => size == 8 ? ulong.MaxValue : (1UL << (size * 8)) - 1;
}
