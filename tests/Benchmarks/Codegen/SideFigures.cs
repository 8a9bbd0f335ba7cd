namespace BpfSharp.Benchmarks.Codegen;

/// <summary>What one side of a pair costs.</summary>
/// <param name="Slots">8-byte instructions as loaded.</param>
/// <param name="Processed">Instructions that the verifier walked.</param>
/// <param name="Jited">Bytes of machine code.</param>
/// <param name="Stack">Bytes of stack that the verifier saw in use, all frames.</param>
/// <param name="LoadMicroseconds">Median time of the whole load: maps, types, verifier, JIT.</param>
/// <param name="Nanoseconds">Time per packet, the empty program's taken off.</param>
/// <param name="CompileMilliseconds">Source to object.</param>
internal sealed record SideFigures(int Slots, uint Processed, int Jited, int Stack, double LoadMicroseconds, double Nanoseconds, double CompileMilliseconds);
