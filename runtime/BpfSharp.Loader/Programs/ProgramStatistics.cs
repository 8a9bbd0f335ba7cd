using System;

namespace BpfSharp.Loader;

/// <summary>What the kernel knows of a program.</summary>
/// <param name="Instructions">Instructions after the verifier's rewriting.</param>
/// <param name="JitedBytes">Machine code; 0 where the program is interpreted.</param>
/// <param name="VerifiedInstructions">Instructions that the verifier walked through (Linux 5.16).</param>
/// <param name="RunCount">Runs, counted while a <see cref="RunStatistics"/> lives, or sysctl kernel.bpf_stats_enabled is 1.</param>
/// <param name="RunTime">Time of those runs.</param>
public sealed record ProgramStatistics(int Instructions, int JitedBytes, uint VerifiedInstructions, ulong RunCount, TimeSpan RunTime);
