using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>Addresses that a loop computes from nothing of its own move to the function's entry: so they need not come out of the loop, which a pointer can't.</summary>
internal static class LoopInvariants
{
    public static void Hoist(CompilationContext context, IrFunction function, Loop loop)
    {
        bool movesPacket = SubprogramCalls.MovesPacket(context, function);
        var atEntry = new HashSet<IrValue>(function.Entry.Parameters.Concat<IrValue>(function.Entry.Instructions));
        foreach (IrBlock block in loop.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions.Where(i => IsAddress(i, movesPacket)).ToList())
            {
                if (!instruction.Operands.TrueForAll(o => o is IrConstant || atEntry.Contains(o)))
                    continue;
                block.Instructions.Remove(instruction);
                function.Entry.Instructions.Insert(function.Entry.Instructions.Count - 1, instruction);
                atEntry.Add(instruction);
            }
        }
    }

    private static bool IsAddress(IrInstruction instruction, bool movesPacket) => instruction.Op switch
    {
        IrOp.MapAddr or IrOp.GlobalAddr or IrOp.FuncAddr => true,
        IrOp.CtxLoad => PacketFields.IsPacket(instruction) && !movesPacket,
        IrOp.PtrAdd => instruction.Operands[1] is IrConstant,
        _ => false,
    };
}
