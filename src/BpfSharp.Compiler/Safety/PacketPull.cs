using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>A <c>pkt.pull</c> that ends its block, or a call of a function that may pull; behind it the branch that tests whether that failed, or a jump.</summary>
internal sealed class PacketPull
{
    public PacketPull(IrBlock block, IrInstruction call, IReadOnlyList<PacketReference> references)
    {
        Block = block;
        Call = call;
        References = references;
    }

    public IrBlock Block { get; }

    public IrInstruction Call { get; }

    public bool IsCall => Call.Op != IrOp.PktPull;

    /// <summary>The kernel may refuse to make the bytes linear, and somebody asks. Where that does not matter, only references may be lost, as far as the verifier sees.</summary>
    public bool MayFail => Call is { Op: IrOp.PktPull, Immediate: 0 };

    /// <summary>What is used afterwards.</summary>
    public IReadOnlyList<PacketReference> References { get; }

    /// <summary>Where it goes on then; null: a fault of its own.</summary>
    public IrTarget? Failure { get; set; }

    /// <summary>What is used there.</summary>
    public IReadOnlyList<PacketReference> NeededOnFailure { get; set; } = Array.Empty<PacketReference>();

    /// <summary>What stands for a pointer from the value on, by the block of the value.</summary>
    public List<(IrBlock Block, IrValue Pointer, IrValue Renewed)> Renewed { get; } = new();
}
