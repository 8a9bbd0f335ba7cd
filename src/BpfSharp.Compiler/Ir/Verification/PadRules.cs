using System.Linq;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Ir.Verification;

/// <summary>What holds around <c>try</c>: a protected block is entered by its <c>try</c> alone, and a pad by faults alone.</summary>
internal static class PadRules
{
    public static string? Check(IrInstruction instruction, IrBlock block, ControlFlow flow) => instruction.Op switch
    {
        IrOp.Try when instruction.Targets[0].Arguments.Count != 0 || flow.Predecessors(instruction.Targets[0].Block).Count != 1 => "leads to a block that others lead to as well",
        IrOp.Caught when flow.Predecessors(block).Count == 0 || !flow.Predecessors(block).All(ProtectedBlocks.IsPadEdge) => "stands in a block that is no pad",
        _ => null,
    };
}
