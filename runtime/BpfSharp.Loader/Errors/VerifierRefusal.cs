namespace BpfSharp.Loader;

/// <summary>What a verifier log says, mapped to the source.</summary>
/// <param name="Instruction">Slot, or -1.</param>
/// <param name="Hint">What to do, where the cause is a known one.</param>
internal readonly record struct VerifierRefusal(int Instruction, string Cause, string Hint, string File, int Line, int Column, string Text);
