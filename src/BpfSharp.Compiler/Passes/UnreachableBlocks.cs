using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes;

/// <summary>Takes away blocks that no path from the entry leads to.</summary>
public static class UnreachableBlocks
{
    public static bool Remove(IrFunction function)
    {
        var reached = new HashSet<IrBlock>(new ControlFlow(function).ReversePostorder);
        return function.Blocks.RemoveAll(b => !reached.Contains(b)) != 0;
    }
}
