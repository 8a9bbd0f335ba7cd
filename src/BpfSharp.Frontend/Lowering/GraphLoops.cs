using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace BpfSharp.Frontend.Lowering;

internal static class GraphLoops
{
    /// <summary>True where the block can be reached from itself, or is code of a <c>finally</c> whose <c>try</c> can.</summary>
    public static bool Contains(ControlFlowGraph graph, BasicBlock block) =>
        ReachesItself(block) || (FinallyTable.Around(block) is { EnclosingRegion: { } around } && Contains(graph, graph.Blocks[around.FirstBlockOrdinal]));

    private static bool ReachesItself(BasicBlock block)
    {
        var seen = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>();
        work.Push(block);
        while (work.Count != 0)
        {
            BasicBlock current = work.Pop();
            foreach (ControlFlowBranch? branch in new[] { current.ConditionalSuccessor, current.FallThroughSuccessor })
            {
                if (branch?.Destination is not { } next)
                    continue;
                if (next == block)
                    return true;
                if (seen.Add(next))
                    work.Push(next);
            }
        }

        return false;
    }
}
