using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Slots;

internal enum SlotUseKind
{
    Load,
    Store,
    CopyFrom,
    CopyTo,
    Zero,
}

/// <summary>One instruction that touches known bytes of a slot.</summary>
internal readonly record struct SlotUse(IrInstruction Instruction, IrBlock Block, SlotUseKind Kind, int Offset, int Size)
{
    public bool IsScalar => Kind is SlotUseKind.Load or SlotUseKind.Store;
}
