using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>A <c>pkt.pull</c> that ends its block, with the branch that tests it, or a jump where it may fail; or a call of a function that may pull, with a jump behind it.</summary>
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

    /// <summary>What is used afterwards.</summary>
    public IReadOnlyList<PacketReference> References { get; }

    /// <summary>What stands for a pointer from the value on, by the block of the value.</summary>
    public List<(IrBlock Block, IrValue Pointer, IrValue Renewed)> Renewed { get; } = new();
}
