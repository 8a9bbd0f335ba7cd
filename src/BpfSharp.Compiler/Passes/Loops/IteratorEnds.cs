using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>An iterator that a fault leaves behind is ended before the program ends: the verifier refuses what is not given back (<c>Unreleased reference</c>). Runs when all faults are blocks.</summary>
internal sealed class IteratorEnds
{
    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly Dictionary<IrBlock, List<IrValue>> _atEnd = new();

    private IteratorEnds(IrFunction function)
    {
        _function = function;
        _flow = new ControlFlow(function);
    }

    public static bool Run(IrFunction function) => function.Blocks.Exists(static b => b.Instructions.Exists(IteratorFunctions.IsNew)) && new IteratorEnds(function).Run();

    private bool Run()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                List<IrValue> open = Behind(block);
                if (_atEnd.TryGetValue(block, out List<IrValue>? known) && known.SequenceEqual(open))
                    continue;
                _atEnd[block] = open;
                changed = true;
            }
        }

        bool ended = false;
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            List<IrValue> before = Before(block);
            foreach (IrEdge edge in _flow.Predecessors(block))
                ended |= EndOn(edge, before);
            if (block.Successors.Count == 0)
                ended |= End(block, _atEnd[block]);
        }

        return ended;
    }

    // Those that are open whatever way leads here, in the order of their beginning.
    private List<IrValue> Before(IrBlock block)
    {
        List<IrValue>? open = null;
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (_atEnd.TryGetValue(edge.From, out List<IrValue>? end))
                open = open is null ? end : open.Where(end.Contains).ToList();
        }

        return open ?? new List<IrValue>();
    }

    private List<IrValue> Behind(IrBlock block)
    {
        List<IrValue> open = Before(block).ToList();
        foreach (IrInstruction instruction in block.Instructions)
        {
            if (IteratorFunctions.IsNew(instruction))
                open.Add(instruction.Operands[0]);
            else if (IteratorFunctions.IsDestroy(instruction))
                open.Remove(instruction.Operands[0]);
        }

        return open;
    }

    private bool EndOn(IrEdge edge, List<IrValue> stays)
    {
        List<IrValue> left = _atEnd[edge.From].Where(i => !stays.Contains(i)).ToList();
        if (left.Count == 0)
            return false;
        var between = new IrBlock();
        var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = edge.From.Terminator.Span };
        jump.Targets.Add(new IrTarget(edge.Target.Block, edge.Target.Arguments.ToArray()));
        between.Instructions.Add(jump);
        edge.Target.Block = between;
        edge.Target.Arguments.Clear();
        _function.Blocks.Add(between);
        return End(between, left);
    }

    private static bool End(IrBlock block, List<IrValue> open)
    {
        int span = block.Terminator.Span;
        foreach (IrValue iterator in open)
            block.Instructions.Insert(block.Instructions.Count - 1, IteratorFunctions.CallDestroy(iterator, span));
        return open.Count != 0;
    }
}
