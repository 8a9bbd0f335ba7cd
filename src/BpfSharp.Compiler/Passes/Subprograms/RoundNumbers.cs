using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>
/// Verifiers before 6.5 look for what a number that matters (a step, a result) was computed from back to the start of a callback and no further: if they get there, by the number of the round, then all
/// numbers of all functions matter from there on (<c>backtrack_insn</c>), counters too, and no two ways come to be alike. What is read through a pointer they don't look behind: so the number
/// of the round goes through the environment. It also hides the numbers of the caller's locals (<see cref="SharedMemory"/>), which then are computed from it.
/// </summary>
internal static class RoundNumbers
{
    /// <summary>Whether a callback that is given the number of a round steps by it, or says by it whether to go on.</summary>
    public static bool Matter(CompilationContext context, IrFunction callback)
    {
        if (VerifierFeatures.LooksBehindCallbacks(context.Options.TargetKernel) || callback.Entry.Parameters[0].Type != IrType.I64)
            return false;
        var reached = new HashSet<IrValue> { callback.Entry.Parameters[0] };
        int count;
        do
        {
            count = reached.Count;
            foreach (IrInstruction instruction in callback.Blocks.SelectMany(static b => b.Instructions))
            {
                if (IsStep(instruction, reached))
                    return true;
                if (instruction.HasResult && IrOpTable.Get(instruction.Op).IsPure && instruction.Operands.Exists(reached.Contains))
                    reached.Add(instruction);
                foreach (IrTarget target in instruction.Targets)
                    reached.UnionWith(target.Block.Parameters.Where((_, i) => reached.Contains(target.Arguments[i])));
            }
        }
        while (reached.Count != count);
        return false;
    }

    private static bool IsStep(IrInstruction instruction, HashSet<IrValue> reached) =>
        (instruction.Op is IrOp.PtrAdd or IrOp.Elem && reached.Contains(instruction.Operands[1])) || (instruction.Op == IrOp.Ret && instruction.Operands.Exists(reached.Contains));
}
