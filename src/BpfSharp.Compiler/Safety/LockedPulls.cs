using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Before a lock is taken: what may be accessed under it, where nothing can be pulled, is made linear (<c>pkt.pull #1</c>). How far that goes is what the access asks for, if it is known before the
/// lock; if not, it is all of the packet. Where nothing is accessed then, more is linear than was asked for.
/// </summary>
internal sealed class LockedPulls
{
    private readonly IrFunction _function;
    private readonly string _kind;
    private readonly Dominators _dominators;
    private readonly Dictionary<IrValue, IrBlock> _blocks = new();

    private LockedPulls(CompilationContext context, IrFunction function)
    {
        _function = function;
        _kind = context.ProgramKind;
        _dominators = new Dominators(new ControlFlow(function));
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrValue value in block.Parameters.Concat<IrValue>(block.Instructions))
                _blocks.Add(value, block);
        }
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        Dictionary<IrInstruction, HashSet<IrInstruction>> places = LockedPackets.Find(context, function);
        if (places.Count == 0)
            return false;
        var pulls = new LockedPulls(context, function);
        foreach (IrInstruction taken in places.Values.SelectMany(static l => l).Distinct().ToList())
            pulls.AddBefore(taken, places.Where(p => p.Value.Contains(taken)).Select(static p => p.Key).ToList());
        return true;
    }

    // One pull for all constant distances, one for each that starts from a variable.
    private void AddBefore(IrInstruction taken, List<IrInstruction> checks)
    {
        long constant = 0;
        var variable = new List<(List<IrValue> Steps, long Bytes, int Span)>();
        foreach (IrInstruction check in checks)
        {
            var steps = new List<IrValue>();
            long? bytes = Measure(check.Operands[0], taken, steps);
            if (bytes is { } offset && check.Operands[2] is IrConstant size)
                bytes = offset + size.Value;
            else if (IsKnownAt(check.Operands[2], taken))
                steps.Add(check.Operands[2]);
            else
                bytes = null;
            int same = variable.FindIndex(v => v.Steps.SequenceEqual(steps));
            if (bytes is null)
                constant = PacketCode.MaxOffset;
            else if (steps.Count == 0)
                constant = Math.Max(constant, bytes.Value);
            else if (same >= 0)
                variable[same] = (steps, Math.Max(variable[same].Bytes, bytes.Value), variable[same].Span);
            else
                variable.Add((steps, bytes.Value, check.Span));
        }

        if (constant != 0)
            Add(taken, new List<IrValue>(), constant, checks[0].Span);
        if (constant < PacketCode.MaxOffset)
            variable.ForEach(v => Add(taken, v.Steps, v.Bytes, v.Span));
    }

    // How far a pointer is from the packet's start, less the steps; null where that is not known before the lock.
    private long? Measure(IrValue pointer, IrInstruction taken, List<IrValue> steps)
    {
        PointerParts parts = PointerParts.Of(pointer);
        if (parts.Base is IrInstruction { Op: IrOp.CtxLoad, Symbol: "data" })
            return parts.Offset;
        if (parts.Base is not IrInstruction { Op: IrOp.PtrAdd } step || !IsKnownAt(step.Operands[1], taken))
            return null;
        steps.Add(step.Operands[1]);
        return parts.Offset + Measure(step.Operands[0], taken, steps);
    }

    private bool IsKnownAt(IrValue value, IrInstruction taken)
    {
        if (value is IrConstant)
            return true;
        IrBlock block = _blocks[value];
        IrBlock at = _blocks[taken];
        return block == at ? value is IrParameter || block.Instructions.IndexOf((IrInstruction)value) < block.Instructions.IndexOf(taken) : _dominators.Dominates(block, at);
    }

    private void Add(IrInstruction taken, List<IrValue> steps, long bytes, int span)
    {
        var code = new PacketCode(_kind, _function.Context, span);
        IrInstruction data = code.Data;
        IrValue wanted = IrConstant.I64(bytes);
        foreach (IrValue step in steps)
            wanted = code.Add(IrOp.Add, IrType.I64, code.Wide(step), wanted);
        IrInstruction pull = code.Add(IrOp.PktPull, IrType.I32, data, wanted);
        pull.Immediate = SharedPulls.AsFarAsItGoes;
        code.Add(IrOp.Guard, IrType.Void, pull).Immediate = (int)FaultKind.PacketOutOfRange;
        List<IrInstruction> block = _blocks[taken].Instructions;
        block.InsertRange(block.IndexOf(taken), code.Instructions);
    }
}
