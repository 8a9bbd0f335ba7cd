namespace BpfSharp;

/// <summary>One round of a loop that changes a variable of its caller, and may be the last.</summary>
/// <typeparam name="TState">The variable.</typeparam>
/// <param name="round">Rounds before this one.</param>
/// <param name="state">The caller's variable.</param>
/// <returns>Whether to go on.</returns>
public delegate bool LoopCondition<TState>(uint round, ref TState state)
    where TState : unmanaged;
