using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Compares that are wanted as numbers, 0 or 1.</summary>
internal static class CompareSelection
{
    public static void Materialise(Selector selector, IrInstruction i)
    {
        Comparison comparison = Comparison.Of(i);
        int result = selector.ResultOf(i);
        if (TrySign(selector, comparison, result) || (!comparison.Wide && TryBorrow(selector, comparison, result)))
            return;

        // 1, unless a jump does not skip what makes it 0.
        MachineInstruction compare = selector.EmitCompare(comparison);
        selector.Emit(Make.LoadImmediate(result, 1));
        selector.Emit(new MachineInstruction(compare.Op == MachineOp.Branch ? MachineOp.ClearUnless : MachineOp.ClearUnlessImmediate)
        {
            Destination = result,
            Source = compare.Destination,
            Other = compare.Source,
            Immediate = compare.Immediate,
            Condition = compare.Condition,
            Wide = compare.Wide,
        });
    }

    // x < 0 is the sign bit.
    private static bool TrySign(Selector selector, Comparison comparison, int result)
    {
        if (comparison.Condition is not (BpfCondition.SignedLess or BpfCondition.SignedGreaterOrEqual) || comparison.Right is not IrConstant { Value: 0 })
            return false;
        ArithmeticSelection.Place(selector, result, comparison.Left, comparison.Wide);
        selector.Emit(Make.AluImmediate(BpfAluOp.ShiftRight, comparison.Wide, result, comparison.Wide ? 63 : 31));
        if (comparison.Condition == BpfCondition.SignedGreaterOrEqual)
            selector.Emit(Make.AluImmediate(BpfAluOp.Xor, wide: false, result, 1));
        return true;
    }

    // 32-bit values with clear high halves: the top bit of a 64-bit difference is the borrow.
    private static bool TryBorrow(Selector selector, Comparison comparison, int result)
    {
        switch (comparison.Condition)
        {
            case BpfCondition.Equal:
                PlaceDifference(selector, comparison, result);
                selector.Emit(Make.AluImmediate(BpfAluOp.Add, wide: true, result, -1));
                break;
            case BpfCondition.NotEqual:
                PlaceDifference(selector, comparison, result);
                selector.Emit(Make.Negate(wide: true, result));
                break;
            case BpfCondition.Less:
                PlaceSubtraction(selector, comparison.Left, comparison.Right, result);
                break;
            case BpfCondition.Greater:
                PlaceSubtraction(selector, comparison.Right, comparison.Left, result);
                break;
            case BpfCondition.LessOrEqual when comparison.Right is IrConstant { Value: >= 0 and < int.MaxValue } limit:
                PlaceSubtraction(selector, comparison.Left, IrConstant.I32((int)limit.Value + 1), result);
                break;
            default:
                return false;
        }

        selector.Emit(Make.AluImmediate(BpfAluOp.ShiftRight, wide: true, result, 63));
        return true;
    }

    // Zero if both are equal, else a positive number below 2^32.
    private static void PlaceDifference(Selector selector, Comparison comparison, int result)
    {
        if (comparison.Right is IrConstant { Value: 0 })
        {
            selector.Place(result, comparison.Left);
        }
        else if (Selector.TryImmediate(comparison.Right, out int immediate))
        {
            selector.PlaceLow(result, comparison.Left);
            selector.Emit(Make.AluImmediate(BpfAluOp.Xor, wide: false, result, immediate));
        }
        else
        {
            int other = selector.UseLow(comparison.Right);
            selector.PlaceLow(result, comparison.Left);
            selector.Emit(Make.Alu(BpfAluOp.Xor, wide: false, result, other));
        }
    }

    private static void PlaceSubtraction(Selector selector, IrValue left, IrValue right, int result)
    {
        if (right is IrConstant { Value: >= 0 } constant)
        {
            selector.Place(result, left);
            selector.Emit(Make.AluImmediate(BpfAluOp.Sub, wide: true, result, constant.Value));
            return;
        }

        int other = selector.Use(right);
        selector.Place(result, left);
        selector.Emit(Make.Alu(BpfAluOp.Sub, wide: true, result, other));
    }
}
