using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>
/// Names what some memory was last changed by: between two points of equal epoch nothing has changed it, on any path.
/// An epoch is the instruction that changed it, the block where different ones meet, or the entry.
/// </summary>
public sealed class Epochs
{
    private readonly Func<IrInstruction, bool> _changes;
    private readonly Dictionary<IrBlock, object> _atEntry = new();

    /// <param name="changes">True for an instruction after which the memory may be another.</param>
    public Epochs(ControlFlow flow, Func<IrInstruction, bool> changes)
    {
        _changes = changes;
        var last = new Dictionary<IrBlock, IrInstruction?>();
        foreach (IrBlock block in flow.ReversePostorder)
            last.Add(block, block.Instructions.FindLast(i => changes(i)));
        Solve(flow, last);
    }

    public object AtEntry(IrBlock block) => _atEntry[block];

    /// <summary>The epoch after an instruction that stood in <paramref name="current"/>.</summary>
    public object After(IrInstruction instruction, object current) => _changes(instruction) ? instruction : current;

    private void Solve(ControlFlow flow, Dictionary<IrBlock, IrInstruction?> last)
    {
        IrBlock entry = flow.Function.Entry;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder)
            {
                object? epoch = block == entry ? entry : null;
                foreach (IrEdge edge in flow.Predecessors(block))
                {
                    object? incoming = last[edge.From] ?? (_atEntry.TryGetValue(edge.From, out object? known) ? known : null);
                    if (incoming is null)
                        continue;
                    epoch = epoch is null || ReferenceEquals(epoch, incoming) ? incoming : block;
                }

                // Once different epochs have met here, they stay apart: this ends.
                if (_atEntry.TryGetValue(block, out object? old) && (ReferenceEquals(old, epoch) || ReferenceEquals(old, block)))
                    continue;
                _atEntry[block] = epoch!;
                changed = true;
            }
        }
    }
}
