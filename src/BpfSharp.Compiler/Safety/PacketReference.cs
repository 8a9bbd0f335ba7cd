using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>A pointer to or behind the packet that is used after a pull.</summary>
/// <param name="Bytes">Proven from it on before the pull; as many are proven anew.</param>
/// <param name="Limit">How far from the packet's start it lies at most, as the verifier knows.</param>
/// <param name="MayBeNull">It is a reference that may be absent.</param>
internal readonly record struct PacketReference(IrValue Pointer, long Bytes, long Limit, bool MayBeNull)
{
    /// <summary>One of the packet's own bounds, which the context tells.</summary>
    public bool IsBound => Pointer is IrInstruction { Op: IrOp.CtxLoad };
}
