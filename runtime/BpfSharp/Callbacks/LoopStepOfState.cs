namespace BpfSharp;

/// <summary>One round of a loop that changes a variable of its caller.</summary>
/// <typeparam name="TState">The variable.</typeparam>
/// <param name="round">Rounds before this one.</param>
/// <param name="state">The caller's variable.</param>
public delegate void LoopStep<TState>(uint round, ref TState state)
    where TState : unmanaged;
