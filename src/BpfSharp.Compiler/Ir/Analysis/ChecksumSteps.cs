using System;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>A step of folding a sum of 16-bit words to the one's complement sum (RFC 1071): <c>(x &amp; 0xffff) + (x >> 16)</c>.</summary>
internal static class ChecksumSteps
{
    public const int WordBits = 16;

    public static bool IsStep(IrInstruction add, out IrValue sum)
    {
        sum = add;
        return add.Op == IrOp.Add && (IsStep(add.Operands[0], add.Operands[1], out sum) || IsStep(add.Operands[1], add.Operands[0], out sum));
    }

    /// <summary>The greatest number that a step makes of one not greater than that.</summary>
    public static ulong Greatest(ulong sum)
    {
        ulong high = sum >> WordBits;
        return high == 0 ? sum : Math.Max(high - 1 + ushort.MaxValue, high + (sum & ushort.MaxValue));
    }

    private static bool IsStep(IrValue low, IrValue high, out IrValue sum)
    {
        sum = low;
        if (high is not IrInstruction { Op: IrOp.ShrU } shift || shift.Operands[1] is not IrConstant { Value: WordBits } || low is not IrInstruction masked)
            return false;
        sum = shift.Operands[0];
        bool isLow = masked.Op == IrOp.ExtU16 || (masked.Op == IrOp.And && masked.Operands[1] is IrConstant { Value: ushort.MaxValue });
        return isLow && ReferenceEquals(masked.Operands[0], sum);
    }
}
