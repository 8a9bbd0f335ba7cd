using System;
using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>A program in the kernel.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name (at most 15 characters); empty where it has none.</param>
/// <param name="Type">The number of its type (<c>enum bpf_prog_type</c>: 3 tc, 6 XDP).</param>
/// <param name="Instructions">Instructions after the verifier's rewriting; 0 where this process may not see them.</param>
/// <param name="JitedBytes">Machine code; 0 where it is interpreted.</param>
/// <param name="Tag">A digest of its instructions.</param>
/// <param name="RunCount">Runs, counted while somebody asks for it (<see cref="RunStatistics"/>).</param>
/// <param name="RunTime">Time of those runs.</param>
public sealed record KernelProgramInfo(
    uint Id, string Name, int Type, int Instructions, int JitedBytes, IReadOnlyList<byte> Tag, ulong RunCount, TimeSpan RunTime);
