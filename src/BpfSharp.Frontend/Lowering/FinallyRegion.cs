using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>The code of one <c>finally</c>: lowered once, as the pad of its <c>try</c>, and copied for every place that control goes on to behind it.</summary>
internal sealed class FinallyRegion
{
    private readonly Dictionary<IrBlock, IrBlock> _copies = new();

    private FinallyRegion(IrBlock entry, IrBlock? outer, int depth)
    {
        Entry = entry;
        Outer = outer;
        Depth = depth;
    }

    /// <summary>Where faults of the <c>try</c> go.</summary>
    public IrBlock Pad { get; } = new();

    /// <summary>What the code begins with.</summary>
    public IrBlock Entry { get; }

    /// <summary>Stands for what comes behind the code.</summary>
    public IrBlock Exit { get; } = new();

    /// <summary>Where faults of the code itself go.</summary>
    public IrBlock? Outer { get; }

    /// <summary>How many <c>finally</c> it lies in.</summary>
    public int Depth { get; }

    /// <returns>Null where the region does nothing.</returns>
    public static FinallyRegion? TryCreate(ControlFlowGraph graph, ControlFlowRegion region, IReadOnlyDictionary<int, IrBlock> blocks, IrBlock? outer)
    {
        bool isIdle = Enumerable.Range(region.FirstBlockOrdinal, region.LastBlockOrdinal - region.FirstBlockOrdinal + 1)
            .All(o => graph.Blocks[o].BranchValue is null && graph.Blocks[o].Operations.All(DisposesOfNothing));
        if (isIdle || !blocks.TryGetValue(region.FirstBlockOrdinal, out IrBlock? entry))
            return null;
        int depth = 0;
        for (ControlFlowRegion? around = FinallyTable.Outward(region); around is not null; around = FinallyTable.Outward(around))
            depth += around.Kind == ControlFlowRegionKind.Finally ? 1 : 0;
        return new FinallyRegion(entry, outer, depth);
    }

    /// <summary>A block that runs the code and goes on to the given one.</summary>
    public IrBlock Before(IrBlock next)
    {
        if (!_copies.TryGetValue(next, out IrBlock? head))
            _copies.Add(next, head = new IrBlock());
        return head;
    }

    /// <summary>Makes the blocks around the code, which is lowered.</summary>
    public void EmitPad(IrBuilder emit)
    {
        emit.Pad = null;
        emit.Start(Pad);
        IrValue site = emit.Caught();
        emit.Branch(Entry);
        emit.Pad = Outer;
        emit.Start(Exit);
        emit.Resume(site);
    }

    /// <summary>Makes the copies that were asked for. Those of regions inside this one are made already: they are part of its code.</summary>
    public void EmitCopies(IrBuilder emit)
    {
        List<IrBlock> code = Code();
        foreach (KeyValuePair<IrBlock, IrBlock> copy in _copies)
        {
            var cloner = new IrCloner();
            cloner.Map(Exit, copy.Key);
            List<IrBlock> blocks = cloner.Clone(code);
            var jump = new IrInstruction(IrOp.Br, IrType.Void);
            jump.Targets.Add(new IrTarget(blocks[0]));
            copy.Value.Instructions.Add(jump);
            emit.AddBlocks(new[] { copy.Value }.Concat(blocks));
        }
    }

    // From the entry on, up to the exit and to the pad around.
    private List<IrBlock> Code()
    {
        var code = new List<IrBlock> { Entry };
        var seen = new HashSet<IrBlock> { Entry, Exit };
        for (int i = 0; i < code.Count; i++)
            code.AddRange(code[i].Successors.Select(static t => t.Block).Where(b => b != Outer && seen.Add(b)));
        return code;
    }

    // What C# makes of 'foreach' over a span.
    private static bool DisposesOfNothing(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Dispose", Instance.Type: { } type }
        && (MetadataNames.Is(type, KnownDefinitions.SpanEnumerator) || MetadataNames.Is(type, KnownDefinitions.ReadOnlySpanEnumerator));
}
