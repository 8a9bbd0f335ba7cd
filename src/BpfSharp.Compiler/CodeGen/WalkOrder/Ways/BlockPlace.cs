using System;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>What an order makes of a block.</summary>
[Flags]
internal enum BlockPlace : byte
{
    None = 0,

    /// <summary>A jump leads here, or another block does not only fall into this one.</summary>
    IsTarget = 1,

    /// <summary>A branch jumps where its condition does not hold.</summary>
    IsInverted = 2,

    /// <summary>What is walked first behind the block lies there; otherwise it is jumped to.</summary>
    Falls = 4,
}
