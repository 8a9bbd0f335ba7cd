using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Where only the first bytes of a packet are linear, <c>data_end</c> does not tell where the packet ends: a check that fails for bytes which the packet
/// has, but not in the linear part, must not answer "no such bytes". It ends the program by a fault instead, out of line.
/// </summary>
internal static class NonLinearPackets
{
    /// <summary>To be run while the only checks are those of packet references: a program that asks for the linear length gets it.</summary>
    public static bool Run(IrFunction function, string kind)
    {
        if (!PacketFields.MayBeNonLinear(kind))
            return false;
        bool changed = false;
        var blocks = new List<IrBlock>();
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(function);
        foreach (IrBlock original in function.Blocks)
        {
            IrBlock block = original;
            blocks.Add(block);
            pads.TryGetValue(original, out IrTarget? pad);
            for (int i = FindCheck(block); i >= 0; i = FindCheck(block))
            {
                var rest = new IrBlock();
                rest.Instructions.AddRange(block.Instructions.Skip(i + 1));
                block.Instructions.RemoveRange(i + 1, block.Instructions.Count - i - 1);
                IrInstruction check = block.Instructions[i];
                IrBlock failed = Failed(function, kind, check, rest);
                var branch = new IrInstruction(IrOp.BrIf, IrType.Void, check) { Span = check.Span };
                branch.Targets.Add(new IrTarget(rest));
                branch.Targets.Add(new IrTarget(failed));
                block.Instructions.Add(branch);
                blocks.Add(failed);
                blocks.Add(rest);
                block = rest;
                if (pad is not null)
                {
                    blocks.Add(ProtectedBlocks.Protect(failed, pad));
                    blocks.Add(block = ProtectedBlocks.Protect(rest, pad));
                }

                changed = true;
            }
        }

        function.Blocks.Clear();
        function.Blocks.AddRange(blocks);
        return changed;
    }

    /// <summary>Takes guards away behind which nothing comes but a fault of their kind: bytes that must be there fault either way.</summary>
    public static bool DropBeforeFaults(IrFunction function, string kind) =>
        PacketFields.MayBeNonLinear(kind) && DropBeforeFaults(function, ProtectedBlocks.Find(function));

    // A fault behind a protected block need not go to the same pad.
    private static bool DropBeforeFaults(IrFunction function, Dictionary<IrBlock, IrTarget> pads) =>
        function.Blocks.Count(block => !pads.ContainsKey(block) && block.Instructions.RemoveAll(i => IsBeforeFault(block, i)) != 0) != 0;

    private static int FindCheck(IrBlock block) => block.Instructions.FindIndex(static i => i.Op == IrOp.PktFits);

    // need = (p - data) + n; more than the packet has is a plain no.
    private static IrBlock Failed(IrFunction function, string kind, IrInstruction check, IrBlock rest)
    {
        IrValue context = function.Context;
        var block = new IrBlock();
        IrInstruction length = Add(block, PacketFields.LoadLength(kind, context), check.Span);
        IrInstruction data = Add(block, PacketFields.LoadData(kind, context), check.Span);
        IrInstruction distance = Add(block, new IrInstruction(IrOp.PtrDiff, IrType.I64, check.Operands[0], data), check.Span);
        IrInstruction need = Add(block, new IrInstruction(IrOp.Add, IrType.I64, distance, Wide(block, check.Operands[2], check.Span)), check.Span);
        IrInstruction isBeyond = Add(block, new IrInstruction(IrOp.LtU, IrType.I32, Wide(block, length, check.Span), need), check.Span);
        Add(block, new IrInstruction(IrOp.Guard, IrType.Void, isBeyond) { Immediate = (int)FaultKind.PacketOutOfRange }, check.Span);
        IrInstruction branch = Add(block, new IrInstruction(IrOp.Br, IrType.Void), check.Span);
        branch.Targets.Add(new IrTarget(rest));
        return block;
    }

    private static IrValue Wide(IrBlock block, IrValue value, int span)
    {
        if (value.Type == IrType.I64)
            return value;
        return value is IrConstant constant ? IrConstant.I64((uint)constant.Value) : Add(block, new IrInstruction(IrOp.ZExt, IrType.I64, value), span);
    }

    private static IrInstruction Add(IrBlock block, IrInstruction instruction, int span)
    {
        instruction.Span = span;
        block.Instructions.Add(instruction);
        return instruction;
    }

    private static bool IsBeforeFault(IrBlock block, IrInstruction guard)
    {
        if (guard.Op != IrOp.Guard)
            return false;
        // One block further: the guard stands on an edge of its own.
        IrInstruction? next = After(block, guard);
        if (next is { Op: IrOp.Br })
            next = next.Targets[0].Block.Instructions[0];
        return next is { Op: IrOp.Fault } && next.Immediate == guard.Immediate;
    }

    private static IrInstruction? After(IrBlock block, IrInstruction instruction) => block.Instructions.ElementAtOrDefault(block.Instructions.IndexOf(instruction) + 1);
}
