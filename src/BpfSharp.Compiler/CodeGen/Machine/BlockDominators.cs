using System.Collections.Generic;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Which block lies on all ways to another (after Cooper, Harvey and Kennedy). Of reachable blocks only.</summary>
internal sealed class BlockDominators
{
    private readonly Dictionary<MachineBlock, int> _order = new();
    private readonly Dictionary<MachineBlock, MachineBlock> _immediate = new();

    public BlockDominators(MachineFunction function)
    {
        List<MachineBlock> postorder = BlockGraph.Postorder(function);
        for (int i = 0; i < postorder.Count; i++)
            _order.Add(postorder[i], i);
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = BlockGraph.Predecessors(function);
        _immediate.Add(function.Blocks[0], function.Blocks[0]);
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = postorder.Count - 2; i >= 0; i--)
                changed |= Update(postorder[i], predecessors[postorder[i]]);
        }
    }

    /// <summary>The next block that all ways to this one lead through; the entry's is itself.</summary>
    public MachineBlock Immediate(MachineBlock block) => _immediate[block];

    public bool IsReachable(MachineBlock block) => _order.ContainsKey(block);

    /// <summary>The nearest block on all ways to both.</summary>
    public MachineBlock Common(MachineBlock a, MachineBlock b)
    {
        while (!ReferenceEquals(a, b))
        {
            if (_order[a] < _order[b])
                a = _immediate[a];
            else
                b = _immediate[b];
        }

        return a;
    }

    private bool Update(MachineBlock block, List<MachineBlock> predecessors)
    {
        MachineBlock? common = null;
        foreach (MachineBlock predecessor in predecessors)
        {
            if (_immediate.ContainsKey(predecessor))
                common = common is null ? predecessor : Common(common, predecessor);
        }

        bool isKnown = _immediate.TryGetValue(block, out MachineBlock? before);
        if (isKnown && ReferenceEquals(before, common))
            return false;
        _immediate[block] = common!;
        return true;
    }
}
