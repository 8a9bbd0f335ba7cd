using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class SpanPrograms
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ConstantIndex(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes;
        o.R0 = bytes[0] + bytes[13] * 256;
        bytes[20] = 0xaa;
        o.R1 = bytes.Length;
        o.R2 = bytes[120];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction VariableIndex(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes;
        int index = (int)o.A;
        o.R0 = bytes[index];
        bytes[(int)(o.B & 0x7f)]++;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Slices(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> tail = ctx.Packet.Bytes.Slice(14);
        o.R0 = tail[0];
        o.R1 = tail.Length;
        ReadOnlySpan<byte> part = tail.Slice(2, 4);
        o.R2 = part[3];
        o.R3 = part.Length;
        return part.IsEmpty ? XdpAction.Tx : XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Sum(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes;
        int sum = 0;
        for (int i = 0; i < 64 && i < bytes.Length; i++)
            sum = sum * 31 + bytes[i];
        o.R0 = sum;
        return XdpAction.Pass;
    }

    // A slice that is too short for an access is no fault where the access is not reached.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction SlicesNotUsed(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> stack = stackalloc byte[32];
        stack[(int)o.B & 31] = 7;
        Span<byte> rest = stack[((int)o.A & 31)..];
        if (rest.Length >= 16)
            o.R0 = rest[15] + rest[(int)o.B & 7];
        Span<byte> twice = rest[((int)o.B & 3)..];
        o.R1 = twice.Length > 20 ? twice[(int)o.A & 15] : -1;
        o.R2 = rest[((int)o.B & 15)..].Length;
        return XdpAction.Pass;
    }
}
