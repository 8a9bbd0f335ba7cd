namespace BpfSharp.Compiler.Verifier.States;

/// <summary>How alike two states must be (<c>enum exact_level</c>).</summary>
internal enum Closeness
{
    /// <summary>Numbers that are not precise are of no account.</summary>
    AsUsed,

    /// <summary>All is the same: a loop that does not move on.</summary>
    Exact,

    /// <summary>All that the new state can be, the kept one can be.</summary>
    RangeWithin,
}
