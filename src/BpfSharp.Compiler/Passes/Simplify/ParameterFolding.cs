using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>A block parameter that gets the same value on every edge is that value; two parameters that always get equal values are one.</summary>
public static class ParameterFolding
{
    public static bool Run(IrFunction function)
    {
        bool any = false;
        for (bool changed = true; changed;)
        {
            changed = false;
            var flow = new ControlFlow(function);
            var map = new ValueMap();
            foreach (IrBlock block in flow.ReversePostorder)
            {
                if (block == function.Entry)
                    continue;
                for (int i = block.Parameters.Count - 1; i >= 0; i--)
                {
                    IrValue? value = OnlyValue(flow, block, i, map) ?? OnlyMap(flow, block, i, map) ?? Twin(flow, block, i, map);
                    if (value is null)
                        continue;
                    map.Replace(block.Parameters[i], value);
                    block.Parameters.RemoveAt(i);
                    foreach (IrEdge edge in flow.Predecessors(block))
                        edge.Target.Arguments.RemoveAt(i);
                    changed = any = true;
                }
            }

            map.Apply(function);
        }

        return any;
    }

    private static IrValue? OnlyValue(ControlFlow flow, IrBlock block, int index, ValueMap map)
    {
        IrValue? only = null;
        foreach (IrEdge edge in flow.Predecessors(block))
        {
            IrValue argument = map.Resolve(edge.Target.Arguments[index]);
            if (ReferenceEquals(argument, block.Parameters[index]))
                continue;
            if (only is not null && !IrConstant.Same(only, argument))
                return null;
            only = argument;
        }

        return only;
    }

    // The same map named in several blocks, after a copy of one of them: helpers must know their map, so the block names it itself.
    private static IrInstruction? OnlyMap(ControlFlow flow, IrBlock block, int index, ValueMap map)
    {
        string? symbol = null;
        foreach (IrEdge edge in flow.Predecessors(block))
        {
            if (map.Resolve(edge.Target.Arguments[index]) is not IrInstruction { Op: IrOp.MapAddr } address || symbol is not null && address.Symbol != symbol)
                return null;
            symbol = address.Symbol;
        }

        if (symbol is null)
            return null;
        var named = new IrInstruction(IrOp.MapAddr, IrType.Ptr) { Symbol = symbol };
        block.Instructions.Insert(0, named);
        return named;
    }

    private static IrValue? Twin(ControlFlow flow, IrBlock block, int index, ValueMap map)
    {
        for (int other = 0; other < index; other++)
        {
            bool equal = block.Parameters[other].Type == block.Parameters[index].Type;
            foreach (IrEdge edge in flow.Predecessors(block))
                equal = equal && IrConstant.Same(map.Resolve(edge.Target.Arguments[other]), map.Resolve(edge.Target.Arguments[index]));
            if (equal)
                return block.Parameters[other];
        }

        return null;
    }
}
