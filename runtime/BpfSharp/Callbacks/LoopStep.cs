namespace BpfSharp;

/// <summary>One round of a loop.</summary>
/// <param name="round">Rounds before this one.</param>
public delegate void LoopStep(uint round);
