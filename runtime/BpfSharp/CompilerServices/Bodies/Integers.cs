using System;
using System.ComponentModel;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Members of <c>Math</c>, <c>BitOperations</c> and the integer types that are more than an instruction or two.</summary>
[BpfFunction]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Integers
{
    // CRC-32C (Castagnoli, reflected) of each half of a byte.
    private static ReadOnlySpan<uint> Crc32CTable =>
    [
        0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
        0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
    ];

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (sbyte Quotient, sbyte Remainder) DivRem(sbyte left, sbyte right) => ((sbyte)(left / right), (sbyte)(left % right));

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (byte Quotient, byte Remainder) DivRem(byte left, byte right) => ((byte)(left / right), (byte)(left % right));

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (short Quotient, short Remainder) DivRem(short left, short right) => ((short)(left / right), (short)(left % right));

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (ushort Quotient, ushort Remainder) DivRem(ushort left, ushort right) => ((ushort)(left / right), (ushort)(left % right));

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (int Quotient, int Remainder) DivRem(int left, int right) => (left / right, left % right);

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (uint Quotient, uint Remainder) DivRem(uint left, uint right) => (left / right, left % right);

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (long Quotient, long Remainder) DivRem(long left, long right) => (left / right, left % right);

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (ulong Quotient, ulong Remainder) DivRem(ulong left, ulong right) => (left / right, left % right);

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (nint Quotient, nint Remainder) DivRem(nint left, nint right) => (left / right, left % right);

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What by.</param>
    /// <returns>Quotient and remainder.</returns>
    public static (nuint Quotient, nuint Remainder) DivRem(nuint left, nuint right) => (left / right, left % right);

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="a">What is divided.</param>
    /// <param name="b">What by.</param>
    /// <param name="result">The remainder.</param>
    /// <returns>The quotient.</returns>
    public static int DivRem(int a, int b, out int result)
    {
        result = a % b;
        return a / b;
    }

    /// <summary><c>Math.DivRem</c>.</summary>
    /// <param name="a">What is divided.</param>
    /// <param name="b">What by.</param>
    /// <param name="result">The remainder.</param>
    /// <returns>The quotient.</returns>
    public static long DivRem(long a, long b, out long result)
    {
        result = a % b;
        return a / b;
    }

    /// <summary><c>Math.BigMul</c>.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">A factor.</param>
    /// <returns>The product.</returns>
    public static long BigMul(int a, int b) => (long)a * b;

    /// <summary><c>Math.BigMul</c>.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">A factor.</param>
    /// <returns>The product.</returns>
    public static ulong BigMul(uint a, uint b) => (ulong)a * b;

    /// <summary><c>Math.BigMul</c>.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">A factor.</param>
    /// <param name="low">Lower half of the product.</param>
    /// <returns>Upper half of the product.</returns>
    public static ulong BigMul(ulong a, ulong b, out ulong low)
    {
        ulong lows = (ulong)(uint)a * (uint)b;
        ulong middle = ((a >> 32) * (uint)b) + (lows >> 32);
        ulong other = ((ulong)(uint)a * (b >> 32)) + (uint)middle;
        low = (other << 32) | (uint)lows;
        return ((a >> 32) * (b >> 32)) + (middle >> 32) + (other >> 32);
    }

    /// <summary><c>Math.BigMul</c>.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">A factor.</param>
    /// <param name="low">Lower half of the product.</param>
    /// <returns>Upper half of the product.</returns>
    public static long BigMul(long a, long b, out long low)
    {
        ulong high = BigMul((ulong)a, (ulong)b, out ulong lower);
        low = (long)lower;
        return (long)high - ((a >> 63) & b) - ((b >> 63) & a);
    }

    /// <summary><c>BitOperations.RoundUpToPowerOf2</c>.</summary>
    /// <param name="value">A number.</param>
    /// <returns>The next power of two; 0 where there is none.</returns>
    public static uint RoundUpToPowerOf2(uint value)
    {
        value--;
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        value |= value >> 16;
        return value + 1;
    }

    /// <summary><c>BitOperations.RoundUpToPowerOf2</c>.</summary>
    /// <param name="value">A number.</param>
    /// <returns>The next power of two; 0 where there is none.</returns>
    public static ulong RoundUpToPowerOf2(ulong value)
    {
        value--;
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        value |= value >> 16;
        value |= value >> 32;
        return value + 1;
    }

    /// <summary><c>BitOperations.RoundUpToPowerOf2</c>.</summary>
    /// <param name="value">A number.</param>
    /// <returns>The next power of two; 0 where there is none.</returns>
    public static nuint RoundUpToPowerOf2(nuint value)
    {
        value--;
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        value |= value >> 16;
        value |= value >> 32;
        return value + 1;
    }

    /// <summary><c>BitOperations.Crc32C</c>.</summary>
    /// <param name="crc">The checksum so far.</param>
    /// <param name="data">What comes next, its lowest byte first.</param>
    /// <returns>The checksum.</returns>
    public static uint Crc32C(uint crc, byte data)
    {
        crc ^= data;
        crc = Crc32CTable[(int)(crc & 15)] ^ (crc >> 4);
        return Crc32CTable[(int)(crc & 15)] ^ (crc >> 4);
    }

    /// <summary><c>BitOperations.Crc32C</c>.</summary>
    /// <param name="crc">The checksum so far.</param>
    /// <param name="data">What comes next, its lowest byte first.</param>
    /// <returns>The checksum.</returns>
    public static uint Crc32C(uint crc, ushort data) => Crc32C(Crc32C(crc, (byte)data), (byte)(data >> 8));

    /// <summary><c>BitOperations.Crc32C</c>.</summary>
    /// <param name="crc">The checksum so far.</param>
    /// <param name="data">What comes next, its lowest byte first.</param>
    /// <returns>The checksum.</returns>
    public static uint Crc32C(uint crc, uint data) => Crc32C(Crc32C(crc, (ushort)data), (ushort)(data >> 16));

    /// <summary><c>BitOperations.Crc32C</c>.</summary>
    /// <param name="crc">The checksum so far.</param>
    /// <param name="data">What comes next, its lowest byte first.</param>
    /// <returns>The checksum.</returns>
    public static uint Crc32C(uint crc, ulong data) => Crc32C(Crc32C(crc, (uint)data), (uint)(data >> 32));
}
