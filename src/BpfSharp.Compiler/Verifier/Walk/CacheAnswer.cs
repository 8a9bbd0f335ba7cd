namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>What is known of a state.</summary>
internal enum CacheAnswer
{
    /// <summary>Nothing: the way goes on.</summary>
    New,

    /// <summary>What follows was walked from a state that allows no less.</summary>
    Known,

    /// <summary>It was here before, on this very way: the loop never ends.</summary>
    Endless,
}
