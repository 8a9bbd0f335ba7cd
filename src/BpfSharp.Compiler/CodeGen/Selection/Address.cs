using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>A pointer taken apart: where it starts, and a constant distance from there.</summary>
/// <param name="Base">A value in a register; null where the start is frame or data memory.</param>
/// <param name="Section">Data section.</param>
internal readonly record struct Address(IrValue? Base, FrameSlot? Slot, string? Section, long Offset)
{
    /// <summary>Needs no register to be computed from: may be computed wherever it is wanted.</summary>
    public bool IsConstant => Base is null;
}
