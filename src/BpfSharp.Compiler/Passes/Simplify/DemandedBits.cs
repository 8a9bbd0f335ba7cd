using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// Masks and toggles of bits that nobody looks at: a 16-bit store, a narrowing cast, another mask ask for low bits only, and so do sums, products and left shifts of what they are made from.
/// To be run when no range is asked for any more: without its mask a number may be larger.
/// </summary>
internal sealed class DemandedBits
{
    private readonly IrFunction _function;
    private readonly Dictionary<string, IrHelper> _helpers;
    private readonly Dictionary<IrValue, ulong> _demanded = new();
    private bool _changed;

    private DemandedBits(IrFunction function, Dictionary<string, IrHelper> helpers)
    {
        _function = function;
        _helpers = helpers;
    }

    public static bool Run(IrFunction function, Dictionary<string, IrHelper> helpers)
    {
        var pass = new DemandedBits(function, helpers);
        do
        {
            pass._changed = false;
            pass.Sweep();
        }
        while (pass._changed);
        return pass.Simplify();
    }

    private void Sweep()
    {
        for (int i = _function.Blocks.Count - 1; i >= 0; i--)
        {
            List<IrInstruction> instructions = _function.Blocks[i].Instructions;
            for (int j = instructions.Count - 1; j >= 0; j--)
            {
                IrInstruction instruction = instructions[j];
                for (int k = 0; k < instruction.Operands.Count; k++)
                    Demand(instruction.Operands[k], OfOperand(instruction, k));
                foreach (IrTarget target in instruction.Targets)
                {
                    for (int k = 0; k < target.Arguments.Count; k++)
                        Demand(target.Arguments[k], Of(target.Block.Parameters[k]));
                }
            }
        }
    }

    private ulong Of(IrValue value) => _demanded.TryGetValue(value, out ulong bits) ? bits : 0;

    private void Demand(IrValue value, ulong bits)
    {
        ulong known = Of(value);
        if (value is IrConstant || (known | bits) == known)
            return;
        _demanded[value] = known | bits;
        _changed = true;
    }

    private ulong OfOperand(IrInstruction i, int operand)
    {
        ulong bits = Of(i);
        switch (i.Op)
        {
            case IrOp.Store when operand == 1 && i.TypeArgument!.Kind != IrTypeKind.Ptr:
                return Low(i.TypeArgument.PrimitiveSize * 8);
            case IrOp.Helper when _helpers[i.Symbol!].NumberBits.TryGetValue(operand, out int looked):
                return Low(looked);
            case IrOp.And when operand == 0 && i.Operands[1] is IrConstant mask:
                return bits & unchecked((ulong)mask.Value);
            case IrOp.And or IrOp.Or or IrOp.Xor or IrOp.Not or IrOp.ZExt or IrOp.Trunc:
                return bits;
            // What is above is the sign.
            case IrOp.SExt:
                return (bits & Low(32)) | (bits > uint.MaxValue ? 1UL << 31 : 0);
            // Carries run upwards.
            case IrOp.Add or IrOp.Sub or IrOp.Mul or IrOp.Neg:
                return PossibleBits.Filled(bits);
            case IrOp.Shl when operand == 0 && i.Operands[1] is IrConstant count:
                return bits >> Count(i, count);
            case IrOp.ShrU when operand == 0 && i.Operands[1] is IrConstant count:
                return bits << Count(i, count);
            case IrOp.ExtU8 or IrOp.ExtU16 or IrOp.Bswap16:
                return bits == 0 ? 0 : i.Op == IrOp.ExtU8 ? Low(8) & bits : i.Op == IrOp.ExtU16 ? Low(16) & bits : Low(16);
            case IrOp.ExtI8 or IrOp.ExtI16:
                return bits == 0 ? 0 : Low(i.Op == IrOp.ExtI8 ? 8 : 16);
            default:
                return ulong.MaxValue;
        }
    }

    private bool Simplify()
    {
        bool changed = false;
        var map = new ValueMap();
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (IsIdle(instruction, Of(instruction)) && instruction.Operands[0].Type == instruction.Type)
                    map.Replace(instruction, instruction.Operands[0]);
                changed |= TryWidenFree(instruction);
            }
        }

        map.Apply(_function);
        return changed || map.Count != 0;
    }

    // Zeros above cost nothing.
    private bool TryWidenFree(IrInstruction instruction)
    {
        if (instruction.Op != IrOp.SExt || Of(instruction) is 0 or > uint.MaxValue)
            return false;
        instruction.Op = IrOp.ZExt;
        return true;
    }

    // Changes nothing that is asked for.
    private static bool IsIdle(IrInstruction i, ulong bits) => i.Op switch
    {
        IrOp.ExtU8 or IrOp.ExtI8 => (bits & ~Low(8)) == 0,
        IrOp.ExtU16 or IrOp.ExtI16 => (bits & ~Low(16)) == 0,
        IrOp.And => i.Operands[1] is IrConstant mask && (bits & ~unchecked((ulong)mask.Value)) == 0,
        IrOp.Or or IrOp.Xor => i.Operands[1] is IrConstant set && (bits & unchecked((ulong)set.Value)) == 0,
        _ => false,
    };

    private static int Count(IrInstruction shift, IrConstant count) => (int)(count.Value & (shift.Type == IrType.I32 ? 31 : 63));

    private static ulong Low(int bits) => bits >= 64 ? ulong.MaxValue : (1UL << bits) - 1;
}
