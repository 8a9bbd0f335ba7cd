using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Which bytes of the locals are written on every way to a place, as the verifier sees it: only those may be read.</summary>
internal sealed class SlotWrites
{
    private readonly CompilationContext _context;
    private readonly bool _onlyKnownSizes;
    private readonly Dictionary<IrBlock, Dictionary<IrValue, ByteSet>> _atEnd = new();

    /// <param name="onlyKnownSizes">Leaves out what a helper writes of which only the kernel knows the size.</param>
    public SlotWrites(CompilationContext context, IrFunction function, bool onlyKnownSizes = false)
    {
        _context = context;
        _onlyKnownSizes = onlyKnownSizes;
        Slots = function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.Slot).ToList();
    }

    public List<IrInstruction> Slots { get; }

    /// <summary>To be called before anything is asked.</summary>
    public void Solve(ControlFlow flow)
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder)
            {
                Dictionary<IrValue, ByteSet> state = AtStart(flow, block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(instruction, state);
                if (_atEnd.TryGetValue(block, out Dictionary<IrValue, ByteSet>? old) && Slots.TrueForAll(s => old[s].Equals(state[s])))
                    continue;
                _atEnd[block] = state;
                changed = true;
            }
        }
    }

    /// <summary>The caller may change it.</summary>
    public Dictionary<IrValue, ByteSet> AtStart(ControlFlow flow, IrBlock block)
    {
        Dictionary<IrValue, ByteSet>? state = null;
        foreach (IrEdge edge in flow.Predecessors(block))
        {
            if (!_atEnd.TryGetValue(edge.From, out Dictionary<IrValue, ByteSet>? end))
                continue;
            if (state is null)
                state = Slots.ToDictionary(static s => (IrValue)s, s => new ByteSet(end[s]));
            else
                Slots.ForEach(s => state[s].IntersectWith(end[s]));
        }

        return state ?? Slots.ToDictionary(static s => (IrValue)s, static s => new ByteSet(s.Immediate));
    }

    public void Step(IrInstruction instruction, Dictionary<IrValue, ByteSet> state)
    {
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            PointerParts parts = PointerParts.Of(access.Pointer);
            if (access.IsWrite && (access.Size != 0 || !_onlyKnownSizes) && state.TryGetValue(parts.Base, out ByteSet? written))
                written.Add(parts.Offset, SizeOf(access, parts.Offset, written));
        }
    }

    /// <summary>A helper's fixed structure: as much as there is.</summary>
    public static long SizeOf(MemoryAccess access, long offset, ByteSet slot) => access.Size != 0 ? access.Size : slot.Size - offset;
}
