using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>Bytes of a slot that become a slot of their own.</summary>
internal sealed class SlotPiece
{
    public SlotPiece(IrInstruction slot, int offset, int size, IrType? type)
    {
        Offset = offset;
        Size = size;
        Type = type;
        // The stack is accessed aligned: what stood at 4 in a structure must not come to stand at 0 if it is 12 bytes with a long behind.
        Lead = type is null ? offset % 8 : 0;
        Slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { Symbol = slot.Symbol, Immediate = Lead + size, Span = slot.Span };
    }

    /// <summary>In the old slot.</summary>
    public int Offset { get; }

    public int Size { get; }

    public int End => Offset + Size;

    /// <summary>Type of the one value in it; null where it is used in several ways and stays memory. A copy into or out of it may still change this to ptr.</summary>
    public IrType? Type { get; set; }

    /// <summary>Unused bytes before it in the new slot.</summary>
    public int Lead { get; }

    public IrInstruction Slot { get; }
}
