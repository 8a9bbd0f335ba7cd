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
        return ControlFlow.From(edge.Block).All(b => AreOwn(context, provenance, b, facts.AtEntry(b)));
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
}
