using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Writes to locals that are overwritten, or left behind at the end, before anybody reads them.</summary>
internal sealed class DeadStores
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly Provenance _provenance;

    private readonly SlotPlaces _places;

    // By the order of the block; null where it was not looked at yet.
    private readonly ByteSet?[] _atEntry;

    private DeadStores(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _flow = new ControlFlow(function);
        _provenance = new Provenance(function, context.Module.Helpers);
        _atEntry = new ByteSet?[_flow.ReversePostorder.Count];
        HashSet<IrValue> stored = StoredAddresses();
        _places = new SlotPlaces(function, s => !stored.Contains(s));
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op == IrOp.Slot)))
            return false;
        var pass = new DeadStores(context, function);
        return pass._places.Slots.Count != 0 && pass.Run();
    }

    // Read through a pointer that was itself in memory, or by a helper that takes an address for a number: not seen below.
    private HashSet<IrValue> StoredAddresses()
    {
        var stored = new HashSet<IrValue>();
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op is not (IrOp.Store or IrOp.Helper or IrOp.Atomic or IrOp.CallSubprogram))
                    continue;
                MemoryAccess[]? accesses = null;
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    if (instruction.Operands[i].Type != IrType.Ptr)
                        continue;
                    accesses ??= MemoryAccess.Of(instruction, _context);
                    if (!Array.Exists(accesses, a => a.Operand == i))
                        stored.UnionWith(_provenance.Origins(instruction.Operands[i]));
                }
            }
        }

        return stored;
    }

    private bool Run()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = _flow.ReversePostorder.Count - 1; i >= 0; i--)
            {
                IrBlock block = _flow.ReversePostorder[i];
                ByteSet live = LiveAtEnd(block);
                for (int j = block.Instructions.Count - 1; j >= 0; j--)
                    Step(block.Instructions[j], live);
                if (_atEntry[i]?.Equals(live) == true)
                    continue;
                _atEntry[i] = live;
                changed = _flow.HasLoops;
            }
        }

        bool removed = false;
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            ByteSet live = LiveAtEnd(block);
            for (int j = block.Instructions.Count - 1; j >= 0; j--)
            {
                IrInstruction instruction = block.Instructions[j];
                if (IsDead(instruction, live))
                {
                    block.Instructions.RemoveAt(j);
                    removed = true;
                }
                else
                {
                    Step(instruction, live);
                }
            }
        }

        return removed;
    }

    private ByteSet LiveAtEnd(IrBlock block)
    {
        ByteSet live = _places.NewSet();
        foreach (IrTarget target in block.Successors)
        {
            if (_atEntry[_flow.Order(target.Block)] is { } entry)
                live.UnionWith(entry);
        }

        return live;
    }

    // A copy's read may fault until the safety passes have spoken; a store reads nothing.
    private bool IsDead(IrInstruction instruction, ByteSet live)
    {
        if (instruction.Op is not (IrOp.Store or IrOp.Zero) && !(instruction.Op == IrOp.Copy && _context.FaultsAreExplicit))
            return false;
        PointerParts parts = PointerParts.Of(instruction.Operands[0]);
        return _places.TryGet(parts.Base, out SlotPlace slot) && !slot.Any(live, parts.Offset, Size(instruction));
    }

    private static int Size(IrInstruction write) => write.Op == IrOp.Store ? write.TypeArgument!.PrimitiveSize : write.Immediate;

    private void Step(IrInstruction instruction, ByteSet live)
    {
        if (instruction.Op is IrOp.Store or IrOp.Zero or IrOp.Copy)
        {
            PointerParts parts = PointerParts.Of(instruction.Operands[0]);
            if (_places.TryGet(parts.Base, out SlotPlace slot))
                slot.Remove(live, parts.Offset, Size(instruction));
        }

        // Nothing is read.
        if (instruction.Op is IrOp.Store or IrOp.Zero)
            return;
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            // What a helper is said to write it may also leave alone.
            if (access.IsWrite && instruction.Op is not (IrOp.Atomic or IrOp.Helper))
                continue;
            PointerParts parts = PointerParts.Of(access.Pointer);
            foreach (IrValue origin in _provenance.Origins(access.Pointer))
            {
                if (!_places.TryGet(origin, out SlotPlace slot))
                    continue;
                if (parts.Base == origin)
                    slot.Add(live, parts.Offset, access.Size != 0 ? access.Size : slot.Size);
                else
                    slot.Add(live, 0, slot.Size);
            }
        }
    }
}
