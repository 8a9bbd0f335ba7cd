using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Which map a block's parameter is, where every way there passes the same one: an inner map that was found in one of several rounds of a loop.</summary>
internal static class MapParameters
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        context.MapParameters.Clear();
        if (!context.Module.Maps.Exists(static m => m.Inner is not null))
            return false;
        var flow = new ControlFlow(function);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder.Where(b => b != function.Entry))
            {
                for (int i = 0; i < block.Parameters.Count; i++)
                {
                    IrParameter parameter = block.Parameters[i];
                    if (parameter.Type != IrType.Ptr || context.MapParameters.ContainsKey(parameter) || Common(context, flow.Predecessors(block).Select(e => e.Target.Arguments[i]), parameter) is not { } map)
                        continue;
                    context.MapParameters.Add(parameter, map);
                    changed = true;
                }
            }
        }

        return false;
    }

    private static IrMap? Common(CompilationContext context, IEnumerable<IrValue> arguments, IrParameter parameter)
    {
        IrMap? common = null;
        foreach (IrValue argument in arguments.Where(a => a != parameter))
        {
            if (MemoryAccess.MapAt(argument, context) is not { } map || (common is not null && common != map))
                return null;
            common = map;
        }

        return common;
    }
}
