using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Checks of pointers that every way there has already passed: a packet check at least as large, a null check.</summary>
internal static class CheckElimination
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        bool changed = Run(function);
        return (context.IsLengthSeen && DropUnused(function)) || changed;
    }

    public static bool Run(IrFunction function)
    {
        var flow = new ControlFlow(function);
        var facts = new FactFlow(flow);
        bool changed = false;
        foreach (IrBlock block in flow.ReversePostorder)
        {
            Facts known = facts.AtEntry(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op is IrOp.Guard or IrOp.BrIf && instruction.Operands[0] is IrInstruction test && Outcome(test, known) is { } outcome)
                {
                    instruction.Operands[0] = IrConstant.I32(outcome ? 1 : 0);
                    changed = true;
                }

                FactFlow.Step(known, instruction);
            }
        }

        return changed;
    }

    // A check that stays for what it pulls (NonLinearPackets.IsSeen), but pulls nothing: all that it asks for is linear.
    private static bool DropUnused(IrFunction function)
    {
        bool changed = false;
        HashSet<IrValue> unused = UnusedChecks(function);
        if (unused.Count == 0)
            return false;
        var flow = new ControlFlow(function);
        var facts = new FactFlow(flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            Facts known = facts.AtEntry(block);
            foreach (IrInstruction instruction in block.Instructions.ToList())
            {
                if (instruction.Op == IrOp.PktFits && unused.Contains(instruction) && Outcome(instruction, known) == true)
                    changed |= block.Instructions.Remove(instruction);
                FactFlow.Step(known, instruction);
            }
        }

        return changed;
    }

    private static HashSet<IrValue> UnusedChecks(IrFunction function)
    {
        var unused = new HashSet<IrValue>();
        foreach (IrBlock block in function.Blocks)
            unused.UnionWith(block.Instructions.Where(static i => i.Op == IrOp.PktFits));
        if (unused.Count == 0)
            return unused;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                unused.ExceptWith(instruction.Operands);
                foreach (IrTarget target in instruction.Targets)
                    unused.ExceptWith(target.Arguments);
            }
        }

        return unused;
    }

    private static bool? Outcome(IrInstruction test, Facts known)
    {
        if (test.Op == IrOp.PktFits && test.Operands[2] is IrConstant size)
        {
            PointerParts parts = PointerParts.Of(test.Operands[0]);
            return parts.Offset >= 0 && known.PacketBytes(parts.Base) >= parts.Offset + size.Value ? true : null;
        }

        bool nullTest = test.Op is IrOp.Eq or IrOp.Ne && test.Operands[0].Type == IrType.Ptr && test.Operands[1] is IrConstant { Value: 0 };
        return nullTest && known.IsNotNull(test.Operands[0]) ? test.Op == IrOp.Ne : null;
    }
}
