using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Pads;

/// <summary>
/// What a pad reads is what was written before the fault. So in a protected block nothing that may fault stands behind a write: it gets a
/// <c>try</c> of its own, and the values that slots have at a fault are those at the edge to the pad.
/// </summary>
internal static class PadSplitting
{
    public static void Run(IrFunction function)
    {
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(function);
        if (pads.Count == 0)
            return;
        // What is split off comes later in the list.
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            IrBlock block = function.Blocks[i];
            if (!pads.TryGetValue(block, out IrTarget? pad) || FaultBehindWrite(block) is not { } index)
                continue;
            IrBlock rest = ProtectedBlocks.Protect(block, pad, index);
            function.Blocks.Add(rest);
            pads.Add(rest, pad);
        }
    }

    private static int? FaultBehindWrite(IrBlock block)
    {
        bool hasWritten = false;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            if (hasWritten && Faulting.MayFault(block.Instructions[i]))
                return i;
            hasWritten |= Faulting.Writes(block.Instructions[i]);
        }

        return null;
    }
}
