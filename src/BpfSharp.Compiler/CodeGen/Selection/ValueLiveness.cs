using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Values that are still used behind each block. Values that share a register are one; what folds into its users does not count.</summary>
internal sealed class ValueLiveness
{
    private readonly Dictionary<IrBlock, HashSet<IrValue>> _liveOut = new();
    private readonly Dictionary<IrBlock, HashSet<IrValue>> _liveIn = new();
    private readonly ValueAliases _aliases;

    public ValueLiveness(ControlFlow flow, ValueAliases aliases)
    {
        _aliases = aliases;
        foreach (IrBlock block in flow.ReversePostorder)
        {
            _liveOut.Add(block, new HashSet<IrValue>());
            _liveIn.Add(block, new HashSet<IrValue>());
        }

        var stale = new HashSet<IrBlock>(flow.ReversePostorder);
        while (stale.Count != 0)
        {
            for (int i = flow.ReversePostorder.Count - 1; i >= 0; i--)
            {
                IrBlock block = flow.ReversePostorder[i];
                if (!stale.Remove(block) || !Update(block))
                    continue;
                foreach (IrEdge edge in flow.Predecessors(block))
                    stale.Add(edge.From);
            }
        }
    }

    public bool IsLiveOut(IrBlock block, IrValue value) => _liveOut[block].Contains(value);

    private bool Update(IrBlock block)
    {
        HashSet<IrValue> liveOut = _liveOut[block];
        foreach (IrTarget target in block.Successors)
            liveOut.UnionWith(_liveIn[target.Block]);
        var live = new HashSet<IrValue>(liveOut);
        foreach (IrTarget target in block.Successors)
        {
            for (int i = 0; i < target.Arguments.Count; i++)
            {
                if (!_aliases.IsSingle(target.Block.Parameters[i]))
                    Add(live, target.Arguments[i]);
            }
        }

        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            IrInstruction instruction = block.Instructions[i];
            // A value without users has been folded, or is dead: its operands are not needed for it.
            bool isWanted = live.Remove(instruction) || !IrOpTable.Get(instruction.Op).IsPure;
            for (int n = 0; isWanted && n < instruction.Operands.Count; n++)
                Add(live, instruction.Operands[n]);
        }

        foreach (IrParameter parameter in block.Parameters)
            live.Remove(parameter);
        // The more is live behind, the more is before: nothing that was is not any more.
        if (_liveIn[block].Count == live.Count)
            return false;
        _liveIn[block] = live;
        return true;
    }

    private void Add(HashSet<IrValue> live, IrValue value)
    {
        value = _aliases.Resolve(value);
        while (value is IrInstruction { Op: IrOp.PtrAdd } step && step.Operands[1] is IrConstant)
            value = _aliases.Resolve(step.Operands[0]);
        if (value is not IrConstant)
            live.Add(value);
    }
}
