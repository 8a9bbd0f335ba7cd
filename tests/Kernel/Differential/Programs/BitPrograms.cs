using System;
using System.Numerics;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Members of the integer types, <c>Math</c> and <c>BitOperations</c>; conversions of all widths.</summary>
public static partial class BitPrograms
{
    [XdpProgram]
    public static XdpAction Bits32(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A;
        o.R0 = BitOperations.PopCount(a);
        o.R1 = BitOperations.LeadingZeroCount(a);
        o.R2 = BitOperations.TrailingZeroCount(a);
        o.R3 = BitOperations.RotateLeft(a, (int)o.B);
        o.R4 = BitOperations.RotateRight(a, (int)o.B);
        o.R5 = BitOperations.Log2(a);
        o.R6 = BitOperations.IsPow2(a) ? 1 : 0;
        o.R7 = BitOperations.TrailingZeroCount((int)o.B);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Bits64(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ulong a = (ulong)o.A;
        o.R0 = BitOperations.PopCount(a);
        o.R1 = BitOperations.LeadingZeroCount(a);
        o.R2 = BitOperations.TrailingZeroCount(a);
        o.R3 = (long)BitOperations.RotateLeft(a, (int)o.B);
        o.R4 = (long)BitOperations.RotateRight(a, (int)o.B);
        o.R5 = BitOperations.Log2(a);
        o.R6 = BitOperations.IsPow2(o.B) ? 1 : 0;
        o.R7 = long.PopCount(o.B) + (int)uint.LeadingZeroCount((uint)o.B) + int.RotateLeft((int)o.B, 7);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction MathMembers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Math.Min(o.A, o.B);
        o.R1 = Math.Max((uint)o.A, (uint)o.B);
        o.R2 = Math.Min((sbyte)o.A, (sbyte)o.B) + Math.Max((ushort)o.A, (ushort)o.B);
        o.R3 = Math.Sign(o.A) * 3 + Math.Sign((short)o.B);
        o.R4 = int.Max((int)o.A, (int)o.B) - byte.Min((byte)o.A, (byte)o.B);
        o.R5 = Math.Abs((int)o.A);
        o.R6 = Math.Abs(o.B);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction MoreMath(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Math.Clamp(o.A, -100, 1000) + Math.Clamp((byte)o.B, (byte)3, (byte)200) + uint.Clamp((uint)o.A, 5, 0xffff_0000);
        o.R1 = Math.BigMul((int)o.A, (int)o.B) ^ (long)Math.BigMul((uint)o.A, (uint)o.B);
        o.R2 = Math.BigMul(o.A, o.B, out long low) ^ low;
        o.R3 = (long)(Math.BigMul((ulong)o.A, (ulong)o.B, out ulong ulow) ^ ulow);
        o.R4 = BitOperations.RoundUpToPowerOf2((uint)o.A) + (long)BitOperations.RoundUpToPowerOf2((ulong)o.B);
        o.R5 = ((int)o.A).CompareTo((int)o.B) * 3 + ((short)o.A).CompareTo((short)o.B) + ((ulong)o.A).CompareTo((ulong)o.B) * 7;
        o.R6 = (long.IsPow2(o.A) ? 1 : 0) + (int.IsEvenInteger((int)o.B) ? 2 : 0) + (byte.IsOddInteger((byte)o.A) ? 4 : 0);
        (int quotient, int remainder) = Math.DivRem((int)o.A, (int)o.B & 7);
        o.R7 = quotient * 100L + remainder;
        o.R7 += Math.DivRem(o.B, o.A, out long rest) ^ rest;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Checksums(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint crc = BitOperations.Crc32C(~0u, (ulong)o.A);
        o.R0 = crc;
        o.R1 = BitOperations.Crc32C(crc, (uint)o.B);
        o.R2 = BitOperations.Crc32C(crc, (ushort)o.B);
        o.R3 = BitOperations.Crc32C(crc, (byte)o.B);
        o.R4 = Math.Clamp((int)o.A, (int)o.B, 100);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedToSigned(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int which = (int)(o.B & 7);
        checked
        {
            if (which == 0)
                o.R0 = (sbyte)o.A;
            else if (which == 1)
                o.R1 = (short)o.A;
            else if (which == 2)
                o.R2 = (int)o.A;
            else if (which == 3)
                o.R3 = (sbyte)(uint)(o.A & 0xff);
            else if (which == 4)
                o.R4 = (long)unchecked((ulong)o.A);
            else if (which == 5)
                o.R5 = (nint)unchecked((ulong)o.A);
            else
                o.R6 = -unchecked((int)o.A);
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedToUnsigned(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int which = (int)(o.B & 7);
        checked
        {
            if (which == 0)
                o.R0 = (byte)o.A;
            else if (which == 1)
                o.R1 = (ushort)o.A;
            else if (which == 2)
                o.R2 = (uint)o.A;
            else if (which == 3)
                o.R3 = (char)o.A;
            else if (which == 4)
                o.R4 = (long)(ulong)o.A;
            else if (which == 5)
                o.R5 = (uint)unchecked((sbyte)o.A);
            else if (which == 6)
                o.R6 = (long)(nuint)o.A;
            else
                o.R7 = (long)(unchecked((ulong)o.A) + 1);
        }

        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Chars(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        char c = (char)o.A;
        c++;
        o.R0 = c;
        o.R1 = c is >= 'a' and <= 'z' ? c - 'a' : -1;
        o.R2 = c == 'A' ? 1 : c > '\u8000' ? 2 : 3;
        o.R3 = (sbyte)c + (short)c;
        o.R4 = c.Equals((char)o.B) ? 1 : 0;
        return XdpAction.Pass;
    }

    public enum Signed8 : sbyte { Low = -128, High = 127 }

    public enum Signed16 : short { Low = short.MinValue, One = 1 }

    public enum Unsigned16 : ushort { One = 1, High = 0xffff }

    public enum Unsigned32 : uint { Top = 0x8000_0000 }

    public enum Signed64 : long { Low = long.MinValue }

    [Flags]
    public enum Unsigned64 : ulong { None, Low = 1, Top = 1UL << 63 }

    [XdpProgram]
    public static XdpAction EnumBases(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var a = (Signed8)o.A;
        o.R0 = (int)a + (a < 0 ? 1000 : 0) + (a == Signed8.Low ? 5 : 0);
        var b = (Signed16)o.A;
        o.R1 = (long)(b + 1);
        var c = (Unsigned16)o.A;
        c++;
        o.R2 = (int)c;
        o.R3 = (long)((Unsigned32)o.A | Unsigned32.Top);
        o.R4 = (Signed64)o.A > (Signed64)o.B ? 1 : 0;
        var flags = (Unsigned64)o.B;
        o.R5 = (flags & Unsigned64.Top) != Unsigned64.None ? 1 : 0;
        o.R6 = (long)~flags;
        o.R7 = (long)(Unsigned64)c;
        return XdpAction.Pass;
    }
}
