using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>A way for later.</summary>
/// <param name="Previous">The instruction that it comes from.</param>
internal readonly record struct Pending(WalkState State, int Slot, int Previous);
