using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>The slots of a function one after the other: a set of bytes of all of them is one set, which is copied, joined and compared in a few words.</summary>
internal sealed class SlotPlaces
{
    private readonly Dictionary<IrValue, SlotPlace> _places = new();
    private int _size;

    /// <param name="isIn">Which slots; null for all.</param>
    public SlotPlaces(IrFunction function, Func<IrInstruction, bool>? isIn = null)
    {
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction slot in block.Instructions)
            {
                if (slot.Op != IrOp.Slot || isIn?.Invoke(slot) == false)
                    continue;
                Slots.Add(slot);
                _places.Add(slot, new SlotPlace(_size, slot.Immediate));
                _size += slot.Immediate;
            }
        }
    }

    /// <summary>In order of appearance.</summary>
    public List<IrInstruction> Slots { get; } = new();

    public SlotPlace this[IrValue slot] => _places[slot];

    public bool TryGet(IrValue value, out SlotPlace place) => _places.TryGetValue(value, out place);

    /// <summary>No bytes of any.</summary>
    public ByteSet NewSet() => new(_size);
}
