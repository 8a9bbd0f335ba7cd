using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Behind each marked check that fails, out of line: bytes that the packet has are made linear, and the program goes on as if the check had not failed.
/// Where that can't be done (the kernel has no memory), it faults. The way past the check stays as it is.
/// </summary>
internal sealed class PacketPulls
{
    private readonly IrFunction _function;
    private readonly Dictionary<IrBlock, IrTarget> _pads;
    private readonly Dictionary<IrInstruction, HashSet<IrInstruction>> _locked;

    private PacketPulls(CompilationContext context, IrFunction function)
    {
        _function = function;
        _pads = ProtectedBlocks.Find(function);
        _locked = LockedPackets.Find(context, function);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(NonLinearPackets.IsMarked)))
            return false;
        new PacketPulls(context, function).Run();
        return true;
    }

    /// <summary>Behind calls in which bytes are pulled, where something may be held: a fault that releases it, on the way on which references are lost. That way nobody goes, but the verifier walks it.</summary>
    public static bool KeepReferences(CompilationContext context, IrFunction function)
    {
        if (!HoldingFlow.Matters(context, function))
            return false;
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction call in block.Instructions.Where(SubprogramCalls.Pulls).ToList())
            {
                int behind = block.Instructions.IndexOf(call) + 1;
                if (block.Instructions[behind].Op == IrOp.CallbackStatus)
                    behind++;
                var kept = new IrInstruction(IrOp.PktKept, IrType.I32, call) { Span = call.Span };
                block.Instructions.Insert(behind, kept);
                block.Instructions.Insert(behind + 1, new IrInstruction(IrOp.Guard, IrType.Void, kept) { Immediate = (int)FaultKind.PacketOutOfRange, Span = call.Span });
                changed = true;
            }
        }

        return changed;
    }

    private void Run()
    {
        // What is split off comes later in the list.
        for (int i = 0; i < _function.Blocks.Count; i++)
        {
            IrBlock block = _function.Blocks[i];
            if (block.Instructions.Find(NonLinearPackets.IsMarked) is { } check)
                AddPull(block, check);
        }
    }

    private void AddPull(IrBlock block, IrInstruction check)
    {
        check.Immediate = 0;
        if (!Decides(_function, block, check))
            Split(block, check);
        IrTarget yes = block.Terminator.Targets[0];
        IrTarget no = block.Terminator.Targets[1];
        bool mayPull = !_locked.ContainsKey(check);
        // Nobody could tell the one fault from the other.
        bool faults = IsFault(no.Block);
        if (faults && !mayPull)
            return;
        IrBlock failed = NewBlock();
        block.Terminator.Targets[1] = new IrTarget(failed);
        if (faults)
        {
            IrInstruction pulled = Add(failed, check, IrOp.PktPull, IrType.I32, check.Operands[0], check.Operands[2]);
            Branch(failed, pulled, yes, no);
            return;
        }

        IrInstruction there = Add(failed, check, IrOp.PktHas, IrType.I32, check.Operands[0], check.Operands[2]);
        IrBlock beyond = NewBlock();
        Branch(failed, there, new IrTarget(beyond), no);
        IrValue ends = mayPull ? Add(beyond, check, IrOp.PktPull, IrType.I32, check.Operands[0], check.Operands[2]) : IrConstant.I32(0);
        Add(beyond, check, IrOp.Guard, IrType.Void, ends).Immediate = (int)FaultKind.PacketOutOfRange;
        Add(beyond, check, IrOp.Br, IrType.Void).Targets.Add(new IrTarget(yes.Block, yes.Arguments.ToArray()));
        Protect(block, beyond).IsOutOfLine = true;
    }

    /// <summary>True where the block's branch asks for nothing but the check, right behind it.</summary>
    public static bool Decides(IrFunction function, IrBlock block, IrInstruction check)
    {
        bool isTested = block.Terminator.Op == IrOp.BrIf && block.Terminator.Operands[0] == check;
        bool isNext = block.Instructions.Skip(block.Instructions.IndexOf(check) + 1).All(i => i == block.Terminator || IrOpTable.Get(i.Op).IsPure);
        int uses = function.Blocks.SelectMany(static b => b.Instructions).Sum(i => i.Operands.Count(o => o == check) + i.Targets.Sum(t => t.Arguments.Count(a => a == check)));
        return isTested && isNext && uses == 1;
    }

    // The outcome becomes a parameter of what comes behind.
    private void Split(IrBlock block, IrInstruction check)
    {
        var rest = new IrBlock { IsOutOfLine = block.IsOutOfLine };
        int behind = block.Instructions.IndexOf(check) + 1;
        rest.Instructions.AddRange(block.Instructions.Skip(behind));
        block.Instructions.RemoveRange(behind, block.Instructions.Count - behind);
        var outcome = new IrParameter(IrType.I32);
        var map = new ValueMap();
        map.Replace(check, outcome);
        map.Apply(_function);
        rest.Instructions.ForEach(map.Apply);
        rest.Parameters.Add(outcome);
        Branch(block, check, new IrTarget(rest, IrConstant.I32(1)), new IrTarget(rest, IrConstant.I32(0)));
        _function.Blocks.Insert(_function.Blocks.IndexOf(block) + 1, rest);
        Protect(block, rest);
    }

    private IrBlock NewBlock()
    {
        var block = new IrBlock { IsOutOfLine = true };
        _function.Blocks.Add(block);
        return block;
    }

    // Faults of the new block go where those of the old one go.
    private IrBlock Protect(IrBlock original, IrBlock block)
    {
        if (!_pads.TryGetValue(original, out IrTarget? pad))
            return block;
        IrBlock inner = ProtectedBlocks.Protect(block, pad);
        _function.Blocks.Insert(_function.Blocks.IndexOf(block) + 1, inner);
        _pads.Add(inner, pad);
        return inner;
    }

    /// <summary>True where bytes that the packet lacks end the program.</summary>
    public static bool IsFault(IrBlock block)
    {
        // One block further: a fault in a protected block stands behind a try of its own.
        for (int step = 0; step < 2 && block.Instructions[0].Op is IrOp.Br or IrOp.Try; step++)
            block = block.Instructions[0].Targets[0].Block;
        return block.Instructions[0] is { Op: IrOp.Fault, Immediate: (int)FaultKind.PacketOutOfRange };
    }

    private static void Branch(IrBlock block, IrInstruction condition, IrTarget yes, IrTarget no)
    {
        IrInstruction branch = Add(block, condition, IrOp.BrIf, IrType.Void, condition);
        branch.Targets.Add(new IrTarget(yes.Block, yes.Arguments.ToArray()));
        branch.Targets.Add(new IrTarget(no.Block, no.Arguments.ToArray()));
    }

    private static IrInstruction Add(IrBlock block, IrInstruction check, IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = check.Span };
        block.Instructions.Add(instruction);
        return instruction;
    }
}
