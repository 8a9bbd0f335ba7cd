namespace BpfSharp.Compiler.Verifier.States;

/// <summary>Something that must be released, or a lock.</summary>
/// <param name="Map">Of a lock: the map whose value has it.</param>
internal readonly record struct HeldReference(uint Id, bool IsLock, int Map);
