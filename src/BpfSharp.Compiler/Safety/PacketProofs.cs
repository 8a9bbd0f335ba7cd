using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Whether code proves all that it accesses of the packet itself.</summary>
internal static class PacketProofs
{
    /// <summary>True where nothing behind the edge relies on a check from before it.</summary>
    public static bool AreOwn(CompilationContext context, ControlFlow flow, Provenance provenance, IrTarget edge)
    {
        var facts = new FactFlow(flow, edge);
        return Behind(edge.Block).All(b => AreOwn(context, provenance, b, facts.AtEntry(b)));
    }

    private static bool AreOwn(CompilationContext context, Provenance provenance, IrBlock block, Facts known)
    {
        foreach (IrInstruction instruction in block.Instructions)
        {
            foreach (MemoryAccess access in MemoryAccess.Of(instruction, context))
            {
                if (access.Size > 0 && provenance.KindOf(access.Pointer) == PointerKind.Packet && !known.IsInPacket(access.Pointer, access.Size))
                    return false;
            }

            FactFlow.Step(known, instruction);
        }

        return true;
    }

    private static HashSet<IrBlock> Behind(IrBlock first)
    {
        var behind = new HashSet<IrBlock> { first };
        var left = new Stack<IrBlock>(behind);
        while (left.Count != 0)
        {
            foreach (IrTarget target in left.Pop().Successors.Where(t => behind.Add(t.Block)))
                left.Push(target.Block);
        }

        return behind;
    }
}
