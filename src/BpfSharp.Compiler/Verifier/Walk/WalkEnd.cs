namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>How a walk ended.</summary>
internal enum WalkEnd
{
    /// <summary>All ways are walked.</summary>
    Complete,

    /// <summary>More instructions than were allowed.</summary>
    TooManyInstructions,

    /// <summary>More ways left for later than were allowed.</summary>
    TooManyBranches,

    /// <summary>The kernel would refuse an instruction.</summary>
    Refused,

    /// <summary>The model doesn't know what the program does.</summary>
    Unknown,
}
