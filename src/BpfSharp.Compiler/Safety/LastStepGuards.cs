using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Steps through the packet of which the verifier would not know any more that they are small enough: what was compared (<see cref="StepGuards"/>) is another number to it
/// since passes computed the distance in another way. The distance itself is compared once more, right before the step; in truth it always fits.
/// </summary>
internal sealed class LastStepGuards
{
    private readonly ControlFlow _flow;
    private readonly ConditionalRanges _ranges;
    private readonly PointerReach _reach;
    private readonly Dictionary<IrInstruction, long> _limits = new();
    private readonly HashSet<IrValue> _open = new();
    private readonly Dictionary<IrParameter, IrBlock> _blocks = new();

    private LastStepGuards(IrFunction function)
    {
        _flow = new ControlFlow(function);
        _ranges = new ConditionalRanges(function, _flow, new Dominators(_flow), RangeView.Verifier);
        _reach = new PointerReach(_ranges, _flow);
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            foreach (IrParameter parameter in block.Parameters)
                _blocks.Add(parameter, block);
        }
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
        var guards = new LastStepGuards(function);
        foreach (IrInstruction instruction in function.Blocks.SelectMany(static b => b.Instructions))
        {
            foreach (MemoryAccess access in MemoryAccess.Of(instruction, context).Where(a => provenance.KindOf(a.Pointer) == PointerKind.Packet))
                guards.Require(access.Pointer, PacketCode.MaxOffset - access.Size);
        }

        return guards.Insert(function);
    }

    // Farthest: where the pointer may lie at most.
    private void Require(IrValue pointer, long farthest)
    {
        if (farthest < 0 || _reach.Of(pointer) is { Min: >= 0 } reach && reach.Max <= farthest)
            return;
        switch (pointer)
        {
            case IrInstruction { Op: IrOp.PtrAdd, Operands: [var from, IrConstant constant] }:
                Require(from, farthest - constant.Value);
                break;
            case IrInstruction { Op: IrOp.PtrAdd } step when _reach.Of(step.Operands[0]) is { Min: >= 0 } before && before.Max <= farthest:
                long limit = farthest - before.Max;
                if (_ranges.Get(step.Operands[1], step).UMax > (ulong)limit)
                    _limits[step] = _limits.TryGetValue(step, out long known) ? Math.Min(known, limit) : limit;
                break;
            case IrParameter parameter when _blocks.TryGetValue(parameter, out IrBlock? block) && _open.Add(parameter):
                foreach (IrEdge edge in _flow.Predecessors(block))
                    Require(edge.Target.Arguments[block.Parameters.IndexOf(parameter)], farthest);
                _open.Remove(parameter);
                break;
        }
    }

    private bool Insert(IrFunction function)
    {
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                if (!_limits.TryGetValue(block.Instructions[i], out long limit))
                    continue;
                IrInstruction step = block.Instructions[i];
                var fits = new IrInstruction(IrOp.LtU, IrType.I32, step.Operands[1], IrConstant.I64(limit + 1)) { Span = step.Span };
                block.Instructions.Insert(i++, fits);
                block.Instructions.Insert(i++, new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = step.Span });
            }
        }

        return _limits.Count != 0;
    }
}
