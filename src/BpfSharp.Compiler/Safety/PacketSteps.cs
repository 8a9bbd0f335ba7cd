using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// The distance of a step through the packet is computed anew before the step, as far as a comparison since then bounds what it is made of: something else wanted it
/// earlier, and the verifier bounds what is computed after a comparison, not what was before.
/// </summary>
internal sealed class PacketSteps
{
    private const int MaxDepth = 6;
    private const long MaxPacketOffset = 0xffff;

    private readonly ConditionalRanges _ranges;
    private readonly IrInstruction _step;
    private readonly List<IrInstruction> _copies = new();

    private PacketSteps(ConditionalRanges ranges, IrInstruction step)
    {
        _ranges = ranges;
        _step = step;
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
        var flow = new ControlFlow(function);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), context.VerifierView);
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction step = block.Instructions[i];
                if (step.Op != IrOp.PtrAdd || step.Operands[1] is IrConstant || provenance.KindOf(step) != PointerKind.Packet || IsNear(ranges.Get(step.Operands[1], step)))
                    continue;
                var again = new PacketSteps(ranges, step);
                step.Operands[1] = again.Compute(step.Operands[1], 0, out _);
                block.Instructions.InsertRange(i, again._copies);
                i += again._copies.Count;
                changed |= again._copies.Count != 0;
            }
        }

        return changed;
    }

    private static bool IsNear(ValueRange distance) => distance.SMin >= 0 && distance.SMax <= MaxPacketOffset;

    // The value itself where computing it anew gains nothing: its own register may have been compared.
    private IrValue Compute(IrValue value, int depth, out ValueRange range)
    {
        range = _ranges.Get(value, _step);
        if (depth == MaxDepth || value is not IrInstruction { Operands.Count: 1 or 2 } original || IrOpTable.Get(original.Op).Effects != IrEffects.None
            || !RangeRules.TryGet(original, _ranges.View, out RangeRule rule))
        {
            return value;
        }

        int mark = _copies.Count;
        var operands = new IrValue[original.Operands.Count];
        var known = new Dictionary<IrValue, ValueRange>();
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = Compute(original.Operands[i], depth + 1, out ValueRange operand);
            known[original.Operands[i]] = operand;
        }

        ValueRange computed = rule(original, o => known[o], _ranges.View);
        if (computed.SMin <= range.SMin && computed.SMax >= range.SMax)
        {
            _copies.RemoveRange(mark, _copies.Count - mark);
            return value;
        }

        range = computed;
        // Of what is not negative, the extension by zeros is the same, and free.
        IrOp op = original.Op == IrOp.SExt && known[original.Operands[0]].IsNonNegative ? IrOp.ZExt : original.Op;
        var copy = new IrInstruction(op, original.Type, operands) { Span = _step.Span };
        _copies.Add(copy);
        return copy;
    }
}
