using System;

namespace BpfSharp.Loader.Programs;

/// <param name="Verdict">The program's return value.</param>
/// <param name="Duration">Mean time of a run.</param>
/// <param name="Mark">tc: the packet's mark afterwards.</param>
/// <param name="Priority">tc: the packet's priority afterwards.</param>
internal readonly record struct TestRunOutcome(uint Verdict, byte[] Packet, TimeSpan Duration, uint Mark, uint Priority);
