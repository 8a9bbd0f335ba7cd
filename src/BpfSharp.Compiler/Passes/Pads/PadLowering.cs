using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Pads;

/// <summary>Once all guards stand, the faults of protected blocks become branches to their pad, which gets the fault's site as a value; <c>try</c> becomes a plain branch.</summary>
internal sealed class PadLowering
{
    private readonly List<IrBlock> _blocks = new();

    public static bool Run(IrFunction function)
    {
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(function);
        if (pads.Count == 0)
            return false;
        Dictionary<IrBlock, IrParameter> sites = pads.Values.Select(static t => t.Block).Distinct().ToDictionary(static b => b, static _ => new IrParameter(IrType.I32));
        var lowering = new PadLowering();
        foreach (IrBlock block in function.Blocks)
        {
            lowering._blocks.Add(block);
            if (pads.TryGetValue(block, out IrTarget? pad))
                lowering.Lower(block, pad);
        }

        foreach (IrBlock block in lowering._blocks.Where(static b => b.Terminator.Op == IrOp.Try))
        {
            block.Terminator.Op = IrOp.Br;
            block.Terminator.Targets.RemoveAt(1);
        }

        var map = new ValueMap();
        foreach (KeyValuePair<IrBlock, IrParameter> pad in sites)
        {
            pad.Key.Parameters.Insert(0, pad.Value);
            pad.Key.Instructions.FindAll(static i => i.Op == IrOp.Caught).ForEach(c => map.Replace(c, pad.Value));
            pad.Key.Instructions.RemoveAll(map.Replaces);
        }

        function.Blocks.Clear();
        function.Blocks.AddRange(lowering._blocks);
        map.Apply(function);
        UnreachableBlocks.Remove(function);
        return true;
    }

    private void Lower(IrBlock block, IrTarget pad)
    {
        var faults = new Dictionary<(int Kind, int Span), IrBlock>();
        for (int i = block.Instructions.FindIndex(IsGuard); i >= 0; i = block.Instructions.FindIndex(IsGuard))
        {
            IrInstruction guard = block.Instructions[i];
            if (!faults.TryGetValue((guard.Immediate, guard.Span), out IrBlock? fault))
            {
                fault = new IrBlock();
                faults.Add((guard.Immediate, guard.Span), fault);
                EndAtPad(fault, Site(fault, guard), pad, guard.Span);
            }

            var rest = new IrBlock();
            rest.Instructions.AddRange(block.Instructions.Skip(i + 1));
            block.Instructions.RemoveRange(i, block.Instructions.Count - i);
            var branch = new IrInstruction(IrOp.BrIf, IrType.Void, guard.Operands[0]) { Span = guard.Span };
            branch.Targets.Add(new IrTarget(rest));
            branch.Targets.Add(new IrTarget(fault));
            block.Instructions.Add(branch);
            _blocks.Add(rest);
            block = rest;
        }

        _blocks.AddRange(faults.Values);
        LowerTerminator(block, pad);
    }

    private static void LowerTerminator(IrBlock block, IrTarget pad)
    {
        IrInstruction terminator = block.Terminator;
        if (terminator.Op is not (IrOp.Fault or IrOp.Resume))
            return;
        block.Instructions.RemoveAt(block.Instructions.Count - 1);
        EndAtPad(block, terminator.Op == IrOp.Resume ? terminator.Operands[0] : Site(block, terminator), pad, terminator.Span);
    }

    private static bool IsGuard(IrInstruction instruction) => instruction.Op == IrOp.Guard;

    private static IrInstruction Site(IrBlock block, IrInstruction fault)
    {
        var site = new IrInstruction(IrOp.FaultSite, IrType.I32) { Immediate = fault.Immediate, Span = fault.Span };
        block.Instructions.Add(site);
        return site;
    }

    private static void EndAtPad(IrBlock block, IrValue site, IrTarget pad, int span)
    {
        var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = span };
        jump.Targets.Add(new IrTarget(pad.Block, new[] { site }.Concat(pad.Arguments).ToArray()));
        block.Instructions.Add(jump);
    }
}
