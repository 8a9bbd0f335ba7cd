using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>
/// Makes plain exits of a loop's ways to pads outside: a fault is caught in the loop, its site leaves the loop like any other result, and the fault goes on
/// outside, in a block that is protected by the pad. Then the loop's blocks can move to a function of their own.
/// </summary>
internal static class PadExits
{
    public static void Make(IrFunction function, Loop loop)
    {
        var inside = new HashSet<IrBlock>(loop.Blocks);
        foreach (IrBlock block in loop.Blocks.ToList())
        {
            IrInstruction enter = block.Terminator;
            if (enter.Op != IrOp.Try)
                continue;
            if (!inside.Contains(enter.Targets[0].Block))
                LeaveBefore(function, block);
            else if (!inside.Contains(enter.Targets[1].Block))
                Catch(function, loop, enter);
        }
    }

    // What is protected lies outside with its pad.
    private static void LeaveBefore(IrFunction function, IrBlock block)
    {
        var landing = new IrBlock();
        landing.Instructions.Add(block.Terminator);
        block.Instructions.RemoveAt(block.Instructions.Count - 1);
        Jump(block, landing);
        function.Blocks.Add(landing);
    }

    private static void Catch(IrFunction function, Loop loop, IrInstruction enter)
    {
        var landing = new IrBlock();
        var caught = new IrInstruction(IrOp.Caught, IrType.I32) { Span = loop.Span };
        var relay = new IrBlock();
        relay.Instructions.Add(caught);
        Jump(relay, landing);
        var again = new IrBlock();
        again.Instructions.Add(new IrInstruction(IrOp.Resume, IrType.Void, caught));
        var protect = new IrInstruction(IrOp.Try, IrType.Void);
        protect.Targets.Add(new IrTarget(again));
        protect.Targets.Add(enter.Targets[1]);
        landing.Instructions.Add(protect);
        enter.Targets[1] = new IrTarget(relay);
        loop.Blocks.Add(relay);
        function.Blocks.AddRange(new[] { relay, landing, again });
    }

    private static void Jump(IrBlock block, IrBlock target)
    {
        var jump = new IrInstruction(IrOp.Br, IrType.Void);
        jump.Targets.Add(new IrTarget(target));
        block.Instructions.Add(jump);
    }
}
