using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// The verifier refuses to read stack bytes that no store has reached (padding of a key, a buffer filled in part), and what lies there is another program's:
/// such bytes are zeroed. Bytes that nothing writes, right before the read; others at the function's entry.
/// </summary>
internal sealed class SlotInitialisation
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly Provenance _provenance;
    private readonly SlotWrites _writes;
    private readonly SlotPlaces _places;
    private readonly ByteSet _everWritten;
    private readonly ByteSet _zeroAtEntry;
    private bool _changed;

    private SlotInitialisation(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _provenance = new Provenance(function, context.Module.Helpers);
        _writes = new SlotWrites(context, function);
        _places = _writes.Places;
        _everWritten = _places.NewSet();
        _zeroAtEntry = _places.NewSet();
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new SlotInitialisation(context, function);
        if (pass._places.Slots.Count == 0)
            return false;
        pass.CollectWrites();
        pass.Require(new ControlFlow(function));
        pass.ZeroAtEntry();
        return pass._changed;
    }

    private void CollectWrites()
    {
        foreach (IrInstruction instruction in _function.Blocks.SelectMany(static b => b.Instructions))
        {
            foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context).Where(static a => a.IsWrite))
            {
                PointerParts parts = PointerParts.Of(access.Pointer);
                foreach (IrValue origin in _provenance.Origins(access.Pointer))
                {
                    if (!_places.TryGet(origin, out SlotPlace slot))
                        continue;
                    if (parts.Base == origin)
                        slot.Add(_everWritten, parts.Offset, SlotWrites.SizeOf(access, parts.Offset, slot));
                    else
                        slot.Add(_everWritten, 0, slot.Size);
                }
            }
        }
    }

    private void Require(ControlFlow flow)
    {
        _writes.Solve(flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            ByteSet state = _writes.AtStart(flow, block);
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction instruction = block.Instructions[i];
                foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context).Where(static a => !a.IsWrite || a.Instruction.Op == IrOp.Atomic))
                    i += Require(access, block, i, state);
                _writes.Step(instruction, state);
            }
        }
    }

    // Gives the number of instructions put before the access.
    private int Require(MemoryAccess access, IrBlock block, int index, ByteSet state)
    {
        int added = 0;
        PointerParts parts = PointerParts.Of(access.Pointer);
        foreach (IrValue origin in _provenance.Origins(access.Pointer))
        {
            if (!_places.TryGet(origin, out SlotPlace slot))
                continue;
            bool exact = parts.Base == origin;
            long from = exact ? System.Math.Max(parts.Offset, 0) : 0;
            long to = exact ? System.Math.Min(slot.Size, parts.Offset + SlotWrites.SizeOf(access, parts.Offset, slot)) : slot.Size;
            for (long at = from; at < to;)
            {
                long end = at;
                while (end < to && !slot.Contains(state, end) && slot.Contains(_everWritten, end) == slot.Contains(_everWritten, at))
                    end++;
                if (end == at)
                {
                    at++;
                    continue;
                }

                if (slot.Contains(_everWritten, at))
                    slot.Add(_zeroAtEntry, at, end - at);
                else
                    added += Insert(block, index + added, origin, at, end - at, access.Instruction.Span);
                slot.Add(state, at, end - at);
                _changed = true;
                at = end;
            }
        }

        return added;
    }

    private void ZeroAtEntry()
    {
        foreach (IrInstruction slot in _places.Slots)
        {
            SlotPlace place = _places[slot];
            if (!place.Any(_zeroAtEntry, 0, place.Size))
                continue;
            int index = _function.Entry.Instructions.IndexOf(slot) + 1;
            for (int at = 0; at < place.Size;)
            {
                int end = at;
                while (end < place.Size && place.Contains(_zeroAtEntry, end))
                    end++;
                if (end > at)
                    index += Insert(_function.Entry, index, slot, at, end - at, slot.Span);
                at = System.Math.Max(end, at + 1);
            }
        }
    }

    private static int Insert(IrBlock block, int index, IrValue slot, long offset, long size, int span)
    {
        var step = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, slot, IrConstant.I64(offset)) { Span = span };
        var zero = new IrInstruction(IrOp.Zero, IrType.Void, step) { Immediate = (int)size, Span = span };
        block.Instructions.InsertRange(index, new[] { step, zero });
        return 2;
    }
}
