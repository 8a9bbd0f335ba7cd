using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Simplify;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>How often a loop goes round, where constants alone decide it.</summary>
/// <param name="Exit">The block whose branch ends the loop; every round comes through it.</param>
/// <param name="Stays">Target of that branch that goes on.</param>
/// <param name="Count">Rounds that pass the branch to the inside.</param>
internal readonly record struct KnownRounds(IrBlock Exit, int Stays, int Count)
{
    public static KnownRounds? Of(Loop loop, ControlFlow flow, Dominators dominators, int most)
    {
        if (loop.BackEdges.Count != 1)
            return null;
        List<IrEdge> entries = flow.Predecessors(loop.Head).Where(e => !loop.BackEdges.Contains(e)).ToList();
        var inside = new HashSet<IrBlock>(loop.Blocks);
        foreach (IrBlock block in loop.Blocks)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.BrIf || !dominators.Dominates(block, loop.BackEdges[0].From))
                continue;
            int stays = inside.Contains(branch.Targets[0].Block) ? 0 : 1;
            if (inside.Contains(branch.Targets[1 - stays].Block) || !inside.Contains(branch.Targets[stays].Block))
                continue;
            if (CountRounds(loop, entries, branch.Operands[0], stays, most) is { } count)
                return new KnownRounds(block, stays, count);
        }

        return null;
    }

    private static int? CountRounds(Loop loop, List<IrEdge> entries, IrValue test, int stays, int most)
    {
        var known = new Dictionary<IrValue, IrConstant>();
        for (int i = 0; i < loop.Head.Parameters.Count; i++)
        {
            if (entries[0].Target.Arguments[i] is IrConstant start && entries.TrueForAll(e => IrConstant.Same(start, e.Target.Arguments[i])))
                known.Add(loop.Head.Parameters[i], start);
        }

        for (int count = 0; count <= most; count++)
        {
            if (Evaluate(test, known, 0) is not { } decision)
                return null;
            if ((decision.Value != 0 ? 0 : 1) != stays)
                return count;
            var next = new Dictionary<IrValue, IrConstant>();
            for (int i = 0; i < loop.Head.Parameters.Count; i++)
            {
                if (Evaluate(loop.BackEdges[0].Target.Arguments[i], known, 0) is { } value)
                    next.Add(loop.Head.Parameters[i], value);
            }

            known = next;
        }

        return null;
    }

    private static IrConstant? Evaluate(IrValue value, Dictionary<IrValue, IrConstant> known, int depth)
    {
        if (value is IrConstant constant)
            return constant;
        if (known.TryGetValue(value, out IrConstant? found))
            return found;
        if (depth > 8 || value is not IrInstruction instruction || !IrOpTable.Get(instruction.Op).IsPure || instruction.Operands.Count is 0 or > 2)
            return null;
        var operands = new IrValue[instruction.Operands.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            if (Evaluate(instruction.Operands[i], known, depth + 1) is not { } operand)
                return null;
            operands[i] = operand;
        }

        return ConstantFolding.TryFold(new IrInstruction(instruction.Op, instruction.Type, operands));
    }
}
