using System;

namespace BpfSharp.Compiler.Verifier.States;

/// <summary>What an instruction did, beside coming from somewhere else.</summary>
[Flags]
internal enum JumpFlags : byte
{
    None = 0,

    /// <summary>It spilled or filled a register.</summary>
    StackAccess = 1,

    /// <summary>It compared a stack pointer, which is no number that can be precise.</summary>
    SourceIsStack = 2,
    DestinationIsStack = 4,
}
