using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Comparisons that bound a 32-bit number from above: made in 64 bits, which is the same at run time, they tell the verifier that its upper half is zero, too.</summary>
internal sealed class WideBounds
{
    private readonly ControlFlow _flow;
    private readonly Dominators _dominators;

    public WideBounds(ControlFlow flow, Dominators dominators)
    {
        _flow = flow;
        _dominators = dominators;
    }

    /// <summary>The last comparison with a constant that every way to the block has passed.</summary>
    public IrInstruction? Before(IrBlock block, IrValue value)
    {
        for (IrBlock? place = block; place is not null; place = _dominators.Parent(place))
        {
            IReadOnlyList<IrEdge> edges = _flow.Predecessors(place);
            if (edges.Count == 1 && edges[0].From.Terminator is { Op: IrOp.BrIf } branch && branch.Operands[0] is IrInstruction compare && Bounds(compare, edges[0].Target == branch.Targets[0], value))
                return compare;
        }

        return null;
    }

    // v < c holds, or c < v does not. A negative constant is another number in 64 bits.
    private static bool Bounds(IrInstruction compare, bool holds, IrValue value)
    {
        int index = holds ? 0 : 1;
        return compare.Op is IrOp.LtU or IrOp.LeU && compare.Operands[index] == value && compare.Operands[1 - index] is IrConstant { Value: >= 0 };
    }
}
