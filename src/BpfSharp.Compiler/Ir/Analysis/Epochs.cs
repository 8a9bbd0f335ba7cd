using System;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>
/// Names what some memory was last changed by: between two points of equal epoch nothing has changed it, on any path.
/// An epoch is the instruction that changed it, the block where different ones meet, or the entry.
/// </summary>
public sealed class Epochs
{
    private readonly Func<IrInstruction, bool> _changes;
    private readonly ControlFlow _flow;

    // By the order of the block.
    private readonly object?[] _atEntry;

    /// <param name="changes">True for an instruction after which the memory may be another.</param>
    public Epochs(ControlFlow flow, Func<IrInstruction, bool> changes)
    {
        _changes = changes;
        _flow = flow;
        _atEntry = new object?[flow.ReversePostorder.Count];
        var last = new IrInstruction?[_atEntry.Length];
        var isChange = new Predicate<IrInstruction>(changes);
        for (int i = 0; i < last.Length; i++)
            last[i] = flow.ReversePostorder[i].Instructions.FindLast(isChange);
        Solve(last);
    }

    public object AtEntry(IrBlock block) => _atEntry[_flow.Order(block)]!;

    /// <summary>The epoch after an instruction that stood in <paramref name="current"/>.</summary>
    public object After(IrInstruction instruction, object current) => _changes(instruction) ? instruction : current;

    private void Solve(IrInstruction?[] last)
    {
        IrBlock entry = _flow.Function.Entry;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 0; i < _atEntry.Length; i++)
            {
                IrBlock block = _flow.ReversePostorder[i];
                object? epoch = block == entry ? entry : null;
                foreach (IrEdge edge in _flow.Predecessors(block))
                {
                    int from = _flow.Order(edge.From);
                    object? incoming = last[from] ?? _atEntry[from];
                    if (incoming is null)
                        continue;
                    epoch = epoch is null || ReferenceEquals(epoch, incoming) ? incoming : block;
                }

                // Once different epochs have met here, they stay apart: this ends.
                object? old = _atEntry[i];
                if (old is not null && (ReferenceEquals(old, epoch) || ReferenceEquals(old, block)))
                    continue;
                _atEntry[i] = epoch;
                changed = _flow.HasLoops;
            }
        }
    }
}
