namespace BpfSharp.Loader;

/// <summary>An instruction after the verifier's rewriting.</summary>
/// <param name="Slot">Its slot of 8 bytes.</param>
/// <param name="Text">In the notation of the kernel's log.</param>
/// <param name="Source">Where its line begins here; otherwise <see langword="null"/>: the line of the instruction before goes on.</param>
public sealed record TranslatedInstruction(int Slot, string Text, SourceLine? Source);
