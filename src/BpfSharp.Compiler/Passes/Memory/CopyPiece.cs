using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>A number that is read from one place to be stored in another, and for nothing else.</summary>
internal sealed record CopyPiece(IrInstruction Load, IrInstruction Store, MemoryPlace Source, MemoryPlace Target);
