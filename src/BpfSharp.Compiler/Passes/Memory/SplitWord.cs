using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>A word whose two halves are stored one by one; nothing in between looks at the one that is stored first.</summary>
/// <param name="IsInKey">A map is asked afterwards, by a key that has the word.</param>
internal sealed record SplitWord(IrInstruction LowStore, IrInstruction HighStore, IrInstruction Last, IrBlock Block, MemoryPlace Place, bool IsInKey)
{
    public IrValue Low => LowStore.Operands[1];

    public IrValue High => HighStore.Operands[1];

    public bool HasHalvesOf(SplitWord other) => IrConstant.Same(Low, other.Low) && IrConstant.Same(High, other.High);
}
