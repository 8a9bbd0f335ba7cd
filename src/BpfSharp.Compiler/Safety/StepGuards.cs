using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// A variable step from a pointer must be bounded in a way that the verifier sees: within the local, map value or global that it leads through,
/// or small enough for a packet offset. Where it is not, a guard before the step bounds it.
/// </summary>
internal sealed class StepGuards
{
    private const int MaxPacketStep = 0x7fff;

    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly Provenance _provenance;
    private readonly ConditionalRanges _ranges;
    private readonly Regions _regions;
    private readonly Dictionary<IrValue, List<IrInstruction>> _users = new();

    private StepGuards(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _provenance = new Provenance(function, context.Module.Helpers);
        _regions = new Regions(context, _provenance);
        var flow = new ControlFlow(function);
        _ranges = new ConditionalRanges(function, flow, new Dominators(flow), RangeView.Verifier);
        foreach (IrInstruction user in function.Blocks.SelectMany(static b => b.Instructions))
        {
            foreach (IrValue operand in user.Operands.Where(static o => o.Type == IrType.Ptr).Distinct())
            {
                if (!_users.TryGetValue(operand, out List<IrInstruction>? list))
                    _users.Add(operand, list = new List<IrInstruction>());
                list.Add(user);
            }
        }
    }

    public static bool Run(CompilationContext context, IrFunction function) => new StepGuards(context, function).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (IrBlock block in _function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction step = block.Instructions[i];
                if (step.Op != IrOp.PtrAdd || step.Operands[1] is IrConstant || Limit(step) is not { } limit)
                    continue;
                ValueRange range = _ranges.Get(step.Operands[1], step);
                if (range.UMax <= (ulong)limit)
                    continue;
                List<IrInstruction> guard = Guard(step, limit);
                block.Instructions.InsertRange(i, guard);
                i += guard.Count;
                changed = true;
            }
        }

        return changed;
    }

    // Of an index that was widened, the index itself is compared: below the limit it is not negative, and zero extension is free.
    private static List<IrInstruction> Guard(IrInstruction step, long limit)
    {
        var conversion = step.Operands[1] as IrInstruction;
        bool widened = conversion?.Op is IrOp.SExt or IrOp.ZExt;
        IrValue index = widened ? conversion!.Operands[0] : step.Operands[1];
        var fits = new IrInstruction(IrOp.LtU, IrType.I32, index, new IrConstant(index.Type, limit + 1)) { Span = step.Span };
        var guard = new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = step.Span };
        var added = new List<IrInstruction> { fits, guard };
        if (widened)
        {
            var distance = new IrInstruction(IrOp.ZExt, IrType.I64, index) { Span = step.Span };
            step.Operands[1] = distance;
            added.Add(distance);
        }

        return added;
    }

    // The largest step that leaves room for every access behind it; null where nothing is accessed, or the place is not known.
    private long? Limit(IrInstruction step)
    {
        PointerKind kind = _provenance.KindOf(step);
        if (kind == PointerKind.Packet)
            return MaxPacketStep;
        long? size = _regions.SizeOf(step);
        long extent = Extent(step, 0, 0);
        if (size is null || extent < 0)
            return null;
        return Math.Max(-1, size.Value - extent - Before(step.Operands[0], step));
    }

    // Bytes that the accesses through the pointer reach, counted from it; -1 where there are none.
    private long Extent(IrValue pointer, long offset, int depth)
    {
        long extent = -1;
        if (depth > 16 || !_users.TryGetValue(pointer, out List<IrInstruction>? users))
            return extent;
        foreach (IrInstruction user in users)
        {
            if (user.Op == IrOp.PtrAdd && user.Operands[0] == pointer)
                extent = Math.Max(extent, Extent(user, user.Operands[1] is IrConstant constant ? offset + constant.Value : offset, depth + 1));
            foreach (MemoryAccess access in MemoryAccess.Of(user, _context))
            {
                if (access.Pointer == pointer)
                    extent = Math.Max(extent, offset + access.Size);
            }
        }

        return extent;
    }

    // How far from the region's start the step may begin.
    private long Before(IrValue pointer, IrInstruction at)
    {
        long offset = 0;
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } step)
        {
            ulong most = step.Operands[1] is IrConstant constant ? (ulong)constant.Value : _ranges.Get(step.Operands[1], at).UMax;
            offset += (long)Math.Min(most, int.MaxValue);
            pointer = step.Operands[0];
        }

        return offset;
    }
}
