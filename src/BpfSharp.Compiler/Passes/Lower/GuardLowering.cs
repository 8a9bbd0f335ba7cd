using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>Guards become branches to fault blocks at the function's end, one for each kind and place.</summary>
public static class GuardLowering
{
    public static bool Run(IrFunction function)
    {
        var faults = new Dictionary<(int Kind, int Span), IrBlock>();
        var faultBlocks = new List<IrBlock>();
        var blocks = new List<IrBlock>();
        foreach (IrBlock original in function.Blocks)
        {
            IrBlock block = original;
            blocks.Add(block);
            for (int i = block.Instructions.FindIndex(IsGuard); i >= 0; i = block.Instructions.FindIndex(IsGuard))
            {
                IrInstruction guard = block.Instructions[i];
                var rest = new IrBlock();
                rest.Instructions.AddRange(block.Instructions.Skip(i + 1));
                block.Instructions.RemoveRange(i, block.Instructions.Count - i);
                var branch = new IrInstruction(IrOp.BrIf, IrType.Void, guard.Operands[0]) { Span = guard.Span };
                branch.Targets.Add(new IrTarget(rest));
                branch.Targets.Add(new IrTarget(FaultBlock(guard, faults, faultBlocks)));
                block.Instructions.Add(branch);
                blocks.Add(rest);
                block = rest;
            }
        }

        function.Blocks.Clear();
        function.Blocks.AddRange(blocks);
        function.Blocks.AddRange(faultBlocks);
        return faultBlocks.Count != 0;
    }

    private static bool IsGuard(IrInstruction instruction) => instruction.Op == IrOp.Guard;

    private static IrBlock FaultBlock(IrInstruction guard, Dictionary<(int Kind, int Span), IrBlock> faults, List<IrBlock> faultBlocks)
    {
        if (faults.TryGetValue((guard.Immediate, guard.Span), out IrBlock? block))
            return block;
        block = new IrBlock();
        block.Instructions.Add(new IrInstruction(IrOp.Fault, IrType.Void) { Immediate = guard.Immediate, Span = guard.Span });
        faults.Add((guard.Immediate, guard.Span), block);
        faultBlocks.Add(block);
        return block;
    }
}
