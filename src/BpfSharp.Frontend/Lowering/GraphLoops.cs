using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Which blocks of a graph may run more than once.</summary>
internal sealed class GraphLoops
{
    private readonly ControlFlowGraph _graph;
    private readonly bool _hasAny;

    public GraphLoops(ControlFlowGraph graph)
    {
        _graph = graph;
        // Where every branch leads on to a block of a higher number, none comes back.
        foreach (BasicBlock block in graph.Blocks)
            _hasAny |= LeadsBack(block, block.ConditionalSuccessor) || LeadsBack(block, block.FallThroughSuccessor);
    }

    /// <summary>True where the block can be reached from itself, or is code of a <c>finally</c> whose <c>try</c> can.</summary>
    public bool Contains(BasicBlock block) =>
        _hasAny && (ReachesItself(block) || (FinallyTable.Around(block) is { EnclosingRegion: { } around } && Contains(_graph.Blocks[around.FirstBlockOrdinal])));

    private static bool LeadsBack(BasicBlock block, ControlFlowBranch? branch) => branch?.Destination is { } next && next.Ordinal <= block.Ordinal;

    private static bool ReachesItself(BasicBlock block)
    {
        var seen = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>();
        work.Push(block);
        while (work.Count != 0)
        {
            BasicBlock current = work.Pop();
            if (Reach(current.ConditionalSuccessor, block, seen, work) || Reach(current.FallThroughSuccessor, block, seen, work))
                return true;
        }

        return false;
    }

    private static bool Reach(ControlFlowBranch? branch, BasicBlock wanted, HashSet<BasicBlock> seen, Stack<BasicBlock> work)
    {
        if (branch?.Destination is not { } next)
            return false;
        if (seen.Add(next))
            work.Push(next);
        return next == wanted;
    }
}
