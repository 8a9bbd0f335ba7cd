using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>Bounds of a sum, difference, product or bitwise result of two scalars (<c>adjust_scalar_min_max_vals</c>).</summary>
internal static class Arithmetic
{
    /// <summary>Of an instruction that is no move and no byte swap.</summary>
    /// <param name="operation">Bits of the opcode.</param>
    public static void Apply(int operation, bool wide, ref Register destination, in Register source)
    {
        if (!IsComputable(operation, wide, source))
        {
            destination.SetUnknown();
            return;
        }

        switch (operation)
        {
            case (int)BpfAluOp.Add:
                Sums.Add(ref destination, source);
                break;
            case (int)BpfAluOp.Sub:
                Sums.Subtract(ref destination, source);
                break;
            case BpfOpcodes.Neg:
                Register old = destination;
                destination.SetKnown(0);
                Sums.Subtract(ref destination, old);
                break;
            case (int)BpfAluOp.Mul:
                destination.Bits *= source.Bits;
                Products.Multiply(ref destination, source);
                break;
            case (int)BpfAluOp.And:
                destination.Bits &= source.Bits;
                Bitwise.And(ref destination, source);
                break;
            case (int)BpfAluOp.Or:
                destination.Bits |= source.Bits;
                Bitwise.Or(ref destination, source);
                break;
            case (int)BpfAluOp.Xor:
                destination.Bits ^= source.Bits;
                Bitwise.Xor(ref destination, source);
                break;
            default:
                Shifts.Apply(operation, wide, ref destination, source);
                break;
        }

        if (!wide)
            Coercion.ZeroExtend32(ref destination);
        Bounds.Sync(ref destination);
    }

    // Of shifts by a known count only; of quotients and remainders the kernel knows nothing.
    private static bool IsComputable(int operation, bool wide, in Register source)
    {
        if (operation is (int)BpfAluOp.ShiftLeft or (int)BpfAluOp.ShiftRight or (int)BpfAluOp.ShiftRightSigned)
        {
            bool isKnown = wide
                ? source.Bits.IsConstant && source.SMin == source.SMax && source.UMin == source.UMax
                : source.Bits.IsConstant32 && source.SMin32 == source.SMax32 && source.UMin32 == source.UMax32;
            return isKnown && source.UMax < (wide ? 64u : 32u);
        }

        return operation is not ((int)BpfAluOp.Div or (int)BpfAluOp.Mod);
    }
}
