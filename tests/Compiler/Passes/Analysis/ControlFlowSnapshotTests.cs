using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Analysis;

/// <summary>Random graphs of blocks, against what the words say.</summary>
public sealed class ControlFlowSnapshotTests
{
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Edges_come_from_reachable_blocks_only(int seed)
    {
        IrFunction function = Random(seed);
        var flow = new ControlFlow(function);
        HashSet<IrBlock> reached = Reached(function.Entry, without: null);
        Assert.Equal(reached, [.. flow.ReversePostorder]);
        Assert.Equal(reached.Any(b => b.Successors.Exists(t => flow.Order(t.Block) <= flow.Order(b))), flow.HasLoops);
        foreach (IrBlock block in function.Blocks)
        {
            Assert.Equal(reached.Contains(block), flow.IsReachable(block));
            IEnumerable<IrEdge> expected = flow.ReversePostorder.SelectMany(b => b.Successors.Where(t => t.Block == block).Select(t => new IrEdge(b, t)));
            Assert.Equal(expected, flow.Predecessors(block));
        }
    }

    // A pass may hold on to one while what it calls makes others.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_snapshot_stays_what_it_was_when_another_is_made(int seed)
    {
        IrFunction function = Random(seed);
        var first = new ControlFlow(function);
        List<IrBlock> all = [.. function.Blocks];
        var orders = first.ReversePostorder.ToDictionary(static b => b, first.Order);
        var edges = all.ToDictionary(static b => b, b => first.Predecessors(b).ToList());
        UnreachableBlocks.Remove(function);
        IrTarget turned = function.Entry.Successors[0];
        turned.Block = function.Entry;
        var second = new ControlFlow(function);
        Assert.True(second.HasLoops);
        foreach (IrBlock block in all)
        {
            Assert.Equal(orders.ContainsKey(block), first.IsReachable(block));
            if (orders.TryGetValue(block, out int order))
                Assert.Equal(order, first.Order(block));
            Assert.Equal(edges[block], first.Predecessors(block));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_block_dominates_where_nobody_comes_past_it(int seed)
    {
        IrFunction function = Random(seed);
        var flow = new ControlFlow(function);
        var dominators = new Dominators(flow);
        List<IrBlock>?[] frontiers = dominators.Frontiers();
        foreach (IrBlock dominator in flow.ReversePostorder)
        {
            HashSet<IrBlock> past = Reached(function.Entry, without: dominator);
            bool Dominates(IrBlock block) => block == dominator || !past.Contains(block);
            foreach (IrBlock block in flow.ReversePostorder)
                Assert.Equal(Dominates(block), dominators.Dominates(dominator, block));
            IEnumerable<IrBlock> ends = flow.ReversePostorder.Where(b => flow.Predecessors(b).Count > 1 && flow.Predecessors(b).Any(e => Dominates(e.From)) && (b == dominator || !Dominates(b)));
            Assert.Equal(ends.ToHashSet(), [.. frontiers[flow.Order(dominator)] ?? []]);
        }

        Assert.Equal(flow.ReversePostorder.ToHashSet(), [.. dominators.Preorder]);
        for (int i = 1; i < dominators.Preorder.Count; i++)
            Assert.Contains(dominators.Parent(dominators.Preorder[i]), dominators.Preorder.Take(i));
    }

    private static HashSet<IrBlock> Reached(IrBlock entry, IrBlock? without)
    {
        var reached = new HashSet<IrBlock>();
        var left = new Stack<IrBlock>([entry]);
        while (left.TryPop(out IrBlock? block))
        {
            if (block == without || !reached.Add(block))
                continue;
            block.Successors.ForEach(t => left.Push(t.Block));
        }

        return reached;
    }

    // The entry has no edges into it, as in all functions.
    private static IrFunction Random(int seed)
    {
        var random = new Random(seed);
        var function = new IrFunction("F", 0, IrType.I32);
        int count = random.Next(3, 14);
        for (int i = 0; i < count; i++)
            function.Blocks.Add(new IrBlock());
        function.Entry.Parameters.Add(new IrParameter(IrType.Ptr));
        foreach (IrBlock block in function.Blocks)
        {
            int ways = block == function.Entry ? random.Next(1, 3) : random.Next(0, 3);
            IrInstruction end = ways switch
            {
                0 => new IrInstruction(IrOp.Ret, IrType.Void, IrConstant.I32(0)),
                1 => new IrInstruction(IrOp.Br, IrType.Void),
                _ => new IrInstruction(IrOp.BrIf, IrType.Void, IrConstant.I32(1)),
            };
            for (int i = 0; i < ways; i++)
                end.Targets.Add(new IrTarget(function.Blocks[random.Next(1, count)]));
            block.Instructions.Add(end);
        }

        return function;
    }
}
