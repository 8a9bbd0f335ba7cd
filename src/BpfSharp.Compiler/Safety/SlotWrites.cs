using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Which bytes of the locals are written on every way to a place, as the verifier sees it: only those may be read.</summary>
internal sealed class SlotWrites
{
    private readonly CompilationContext _context;
    private readonly bool _onlyKnownSizes;

    // By the order of the block; null where it was not looked at yet.
    private ByteSet?[] _atEnd = Array.Empty<ByteSet?>();

    /// <param name="onlyKnownSizes">Leaves out what a helper writes of which only the kernel knows the size.</param>
    public SlotWrites(CompilationContext context, IrFunction function, bool onlyKnownSizes = false)
    {
        _context = context;
        _onlyKnownSizes = onlyKnownSizes;
        Places = new SlotPlaces(function);
    }

    /// <summary>Of the bytes in the sets below.</summary>
    public SlotPlaces Places { get; }

    /// <summary>To be called before anything is asked.</summary>
    public void Solve(ControlFlow flow)
    {
        _atEnd = new ByteSet?[flow.ReversePostorder.Count];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 0; i < _atEnd.Length; i++)
            {
                IrBlock block = flow.ReversePostorder[i];
                ByteSet state = AtStart(flow, block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(instruction, state);
                if (_atEnd[i]?.Equals(state) == true)
                    continue;
                _atEnd[i] = state;
                changed = flow.HasLoops;
            }
        }
    }

    /// <summary>The caller may change it.</summary>
    public ByteSet AtStart(ControlFlow flow, IrBlock block)
    {
        ByteSet? state = null;
        foreach (IrEdge edge in flow.Predecessors(block))
        {
            if (_atEnd[flow.Order(edge.From)] is not { } end)
                continue;
            if (state is null)
                state = new ByteSet(end);
            else
                state.IntersectWith(end);
        }

        return state ?? Places.NewSet();
    }

    public void Step(IrInstruction instruction, ByteSet state)
    {
        if (instruction.Op == IrOp.Load)
            return;
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            PointerParts parts = PointerParts.Of(access.Pointer);
            if (access.IsWrite && (access.Size != 0 || !_onlyKnownSizes) && Places.TryGet(parts.Base, out SlotPlace slot))
                slot.Add(state, parts.Offset, SizeOf(access, parts.Offset, slot));
        }
    }

    /// <summary>A helper's fixed structure: as much as there is.</summary>
    public static long SizeOf(MemoryAccess access, long offset, SlotPlace slot) => access.Size != 0 ? access.Size : slot.Size - offset;
}
