using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Helpers after which packet pointers are stale: a packet check may not move across one.</summary>
internal static class PacketChanges
{
    public static bool Any(ControlFlow flow, IrModule module)
    {
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (Is(instruction, module))
                    return true;
            }
        }

        return false;
    }

    public static bool Between(IrInstruction definition, IrBlock block, IrModule module)
    {
        int start = block.Instructions.IndexOf(definition);
        for (int i = start + 1; start >= 0 && i < block.Instructions.Count; i++)
        {
            if (Is(block.Instructions[i], module))
                return true;
        }

        return start < 0;
    }

    private static bool Is(IrInstruction instruction, IrModule module) =>
        SubprogramCalls.MovesPacket(instruction) || SubprogramCalls.Pulls(instruction) || instruction.Op == IrOp.Helper && (module.Helpers[instruction.Symbol!].Effects & IrHelperEffects.ChangesPacket) != 0;
}
