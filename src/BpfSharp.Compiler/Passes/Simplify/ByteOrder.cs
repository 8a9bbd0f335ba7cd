namespace BpfSharp.Compiler.Passes.Simplify;

internal static class ByteOrder
{
    public static ushort Swap16(ushort value) => (ushort)((value << 8) | (value >> 8));

    public static uint Swap32(uint value) => ((uint)Swap16((ushort)value) << 16) | Swap16((ushort)(value >> 16));

    public static ulong Swap64(ulong value) => ((ulong)Swap32((uint)value) << 32) | Swap32((uint)(value >> 32));
}
