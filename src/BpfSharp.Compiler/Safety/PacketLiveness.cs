using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>Pointers to and behind the packet that are still used at a block's start or on an edge. Constant steps don't count, but what they start from.</summary>
internal sealed class PacketLiveness
{
    private readonly Provenance _provenance;
    private readonly Dictionary<IrBlock, HashSet<IrValue>> _atEntry = new();

    public PacketLiveness(ControlFlow flow, Provenance provenance)
    {
        _provenance = provenance;
        foreach (IrBlock block in flow.ReversePostorder)
            _atEntry.Add(block, new HashSet<IrValue>());
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = flow.ReversePostorder.Count - 1; i >= 0; i--)
                changed |= Update(flow.ReversePostorder[i]);
        }
    }

    /// <summary>What is used once the edge is taken, its arguments among it.</summary>
    public HashSet<IrValue> On(IrTarget edge)
    {
        var live = new HashSet<IrValue>(_atEntry[edge.Block]);
        foreach (IrValue argument in edge.Arguments)
            Add(live, argument);
        return live;
    }

    private bool Update(IrBlock block)
    {
        var live = new HashSet<IrValue>(block.Successors.SelectMany(On));
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            IrInstruction instruction = block.Instructions[i];
            live.Remove(instruction);
            // A step is computed where its result is used.
            if (PullLowering.IsStep(instruction))
                continue;
            foreach (IrValue operand in instruction.Operands)
                Add(live, operand);
        }

        live.ExceptWith(block.Parameters);
        int count = _atEntry[block].Count;
        _atEntry[block].UnionWith(live);
        return _atEntry[block].Count != count;
    }

    private void Add(HashSet<IrValue> live, IrValue value)
    {
        while (PullLowering.IsStep(value))
            value = ((IrInstruction)value).Operands[0];
        if (value.Type == IrType.Ptr && value is not IrConstant && _provenance.KindOf(value) is PointerKind.Packet or PointerKind.PacketEnd)
            live.Add(value);
    }
}
