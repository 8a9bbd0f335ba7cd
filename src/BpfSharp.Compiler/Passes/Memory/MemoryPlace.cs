using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Bytes behind a pointer.</summary>
/// <param name="Base">No constant step from another pointer.</param>
internal readonly record struct MemoryPlace(IrValue Base, long Offset, int Size)
{
    public bool Contains(MemoryPlace other) => Base == other.Base && Offset <= other.Offset && other.Offset + other.Size <= Offset + Size;

    public bool Overlaps(MemoryPlace other) => Offset < other.Offset + other.Size && other.Offset < Offset + Size;
}
