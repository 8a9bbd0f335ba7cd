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
    private readonly List<IrInstruction> _slots;
    private readonly Dictionary<IrValue, ByteSet> _everWritten = new();
    private readonly SlotWrites _writes;
    private readonly Dictionary<IrValue, ByteSet> _zeroAtEntry = new();
    private bool _changed;

    private SlotInitialisation(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _provenance = new Provenance(function, context.Module.Helpers);
        _writes = new SlotWrites(context, function);
        _slots = _writes.Slots;
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new SlotInitialisation(context, function);
        if (pass._slots.Count == 0)
            return false;
        pass.CollectWrites();
        pass.Require(new ControlFlow(function));
        pass.ZeroAtEntry();
        return pass._changed;
    }

    private void CollectWrites()
    {
        foreach (IrInstruction slot in _slots)
            _everWritten.Add(slot, new ByteSet(slot.Immediate));
        foreach (IrInstruction instruction in _function.Blocks.SelectMany(static b => b.Instructions))
        {
            foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context).Where(static a => a.IsWrite))
            {
                PointerParts parts = PointerParts.Of(access.Pointer);
                foreach (IrValue origin in _provenance.Origins(access.Pointer).Where(_everWritten.ContainsKey))
                {
                    ByteSet written = _everWritten[origin];
                    if (parts.Base == origin)
                        written.Add(parts.Offset, SlotWrites.SizeOf(access, parts.Offset, written));
                    else
                        written.Add(0, written.Size);
                }
            }
        }
    }

    private void Require(ControlFlow flow)
    {
        _writes.Solve(flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            Dictionary<IrValue, ByteSet> state = _writes.AtStart(flow, block);
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
    private int Require(MemoryAccess access, IrBlock block, int index, Dictionary<IrValue, ByteSet> state)
    {
        int added = 0;
        PointerParts parts = PointerParts.Of(access.Pointer);
        foreach (IrValue origin in _provenance.Origins(access.Pointer).Where(state.ContainsKey))
        {
            ByteSet written = state[origin];
            bool exact = parts.Base == origin;
            long from = exact ? System.Math.Max(parts.Offset, 0) : 0;
            long to = exact ? System.Math.Min(written.Size, parts.Offset + SlotWrites.SizeOf(access, parts.Offset, written)) : written.Size;
            for (long at = from; at < to;)
            {
                long end = at;
                while (end < to && !written[(int)end] && _everWritten[origin][(int)end] == _everWritten[origin][(int)at])
                    end++;
                if (end == at)
                {
                    at++;
                    continue;
                }

                if (_everWritten[origin][(int)at])
                    AtEntry(origin, written.Size).Add(at, end - at);
                else
                    added += Insert(block, index + added, origin, at, end - at, access.Instruction.Span);
                written.Add(at, end - at);
                _changed = true;
                at = end;
            }
        }

        return added;
    }

    private ByteSet AtEntry(IrValue slot, int size)
    {
        if (!_zeroAtEntry.TryGetValue(slot, out ByteSet? bytes))
            _zeroAtEntry.Add(slot, bytes = new ByteSet(size));
        return bytes;
    }

    private void ZeroAtEntry()
    {
        foreach (IrInstruction slot in _slots)
        {
            if (!_zeroAtEntry.TryGetValue(slot, out ByteSet? bytes))
                continue;
            int index = _function.Entry.Instructions.IndexOf(slot) + 1;
            for (int at = 0; at < bytes.Size;)
            {
                int end = at;
                while (end < bytes.Size && bytes[end])
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
