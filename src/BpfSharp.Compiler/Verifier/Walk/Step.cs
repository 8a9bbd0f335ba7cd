namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>What an instruction does to the walk.</summary>
internal enum Step
{
    /// <summary>The way goes on.</summary>
    Next,

    /// <summary>The way ends.</summary>
    End,

    /// <summary>The walk ends.</summary>
    Stop,
}
