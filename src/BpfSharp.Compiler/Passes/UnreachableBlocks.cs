using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes;

/// <summary>Takes away blocks that no path from the entry leads to.</summary>
public static class UnreachableBlocks
{
    public static bool Remove(IrFunction function)
    {
        object mark = ControlFlow.MarkReached(function);
        return function.Blocks.RemoveAll(b => !ReferenceEquals(b.PlacedBy, mark)) != 0;
    }
}
