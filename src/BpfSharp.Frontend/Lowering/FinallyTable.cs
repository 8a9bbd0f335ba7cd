using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>The <c>finally</c> regions of a graph, those of <c>using</c> and <c>foreach</c> among them.</summary>
internal sealed class FinallyTable
{
    private readonly ControlFlowGraph _graph;
    private readonly IReadOnlyDictionary<int, IrBlock> _blocks;
    private readonly Dictionary<ControlFlowRegion, FinallyRegion?> _regions = new();

    public FinallyTable(ControlFlowGraph graph, IReadOnlyDictionary<int, IrBlock> blocks)
    {
        _graph = graph;
        _blocks = blocks;
    }

    /// <summary>The <c>finally</c> around a block; null where there is none.</summary>
    public static ControlFlowRegion? Around(BasicBlock block)
    {
        ControlFlowRegion? region = block.EnclosingRegion;
        while (region is not null && region.Kind != ControlFlowRegionKind.Finally)
            region = Outward(region);
        return region;
    }

    /// <summary>The region around one of the same graph: the root of a local function's lies in a region of the graph that it is declared in.</summary>
    public static ControlFlowRegion? Outward(ControlFlowRegion region) => region.Kind == ControlFlowRegionKind.Root ? null : region.EnclosingRegion;

    /// <summary>Where the faults of a block go; null: they end the program.</summary>
    public IrBlock? PadOf(BasicBlock block) => PadIn(block.EnclosingRegion);

    /// <summary>What a <c>finally</c> does; null: nothing.</summary>
    public FinallyRegion? Of(ControlFlowRegion region)
    {
        if (_regions.TryGetValue(region, out FinallyRegion? known))
            return known;
        FinallyRegion? made = FinallyRegion.TryCreate(_graph, region, _blocks, PadIn(region.EnclosingRegion!.EnclosingRegion));
        _regions.Add(region, made);
        return made;
    }

    /// <summary>Where a branch goes first on its way to a block.</summary>
    public IrBlock Through(ControlFlowBranch branch, IrBlock target)
    {
        for (int i = branch.FinallyRegions.Length - 1; i >= 0; i--)
            target = Of(branch.FinallyRegions[i])?.Before(target) ?? target;
        return target;
    }

    public bool LeadsThroughAny(ControlFlowBranch branch) => branch.FinallyRegions.Any(r => Of(r) is not null);

    public void Finish(IrBuilder emit)
    {
        List<FinallyRegion> regions = _regions.Values.OfType<FinallyRegion>().OrderByDescending(static r => r.Depth).ToList();
        if (regions.Count == 0)
            return;
        regions.ForEach(r => r.EmitPad(emit));
        emit.Pad = null;
        emit.Protect();
        regions.ForEach(r => r.EmitCopies(emit));
    }

    private IrBlock? PadIn(ControlFlowRegion? region)
    {
        for (; region is not null && Outward(region) is { } around; region = around)
        {
            if (region.Kind == ControlFlowRegionKind.Try && around.Kind == ControlFlowRegionKind.TryAndFinally && Of(around.NestedRegions[1]) is { } code)
                return code.Pad;
        }

        return null;
    }
}
