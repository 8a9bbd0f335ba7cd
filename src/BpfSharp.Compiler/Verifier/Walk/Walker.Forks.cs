using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

// maybe_fork_scalars, which 6.18.44 has from 7.0: of a number that is 0 or -1 (a sign that was spread over all bits) and a mask, each is walked by itself.
internal sealed partial class Walker
{
    private bool Fork(ref Register number, int register, int operation, in Register mask)
    {
        if (operation is not ((int)BpfAluOp.And or (int)BpfAluOp.Or) || !mask.Bits.IsConstant)
            return true;
        bool wide = number is { SMin: -1, SMax: 0 };
        if (!wide && number is not { SMin32: -1, SMax32: 0 })
            return true;
        // The other way comes to this instruction once more.
        if (Push(_slot, _slot) is not { } other)
            return false;
        SetKnown(ref other.Top.Registers[register], 0, wide);
        SetKnown(ref number, -1, wide);
        return true;
    }

    private static void SetKnown(ref Register number, int value, bool wide)
    {
        if (wide)
            number.SetKnown((ulong)value);
        else
            number.SetKnownLow(value);
    }
}
