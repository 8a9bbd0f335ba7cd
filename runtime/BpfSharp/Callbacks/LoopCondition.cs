namespace BpfSharp;

/// <summary>One round of a loop that may be the last.</summary>
/// <param name="round">Rounds before this one.</param>
/// <returns>Whether to go on.</returns>
public delegate bool LoopCondition(uint round);
