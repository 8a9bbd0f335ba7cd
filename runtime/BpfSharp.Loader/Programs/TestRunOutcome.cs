using System;

namespace BpfSharp.Loader.Programs;

/// <param name="Verdict">The program's return value.</param>
/// <param name="Nanoseconds">Mean time of a run. Not a <see cref="TimeSpan"/>: that counts in steps of 100 ns.</param>
/// <param name="Mark">tc: the packet's mark afterwards.</param>
/// <param name="Priority">tc: the packet's priority afterwards.</param>
internal readonly record struct TestRunOutcome(uint Verdict, byte[] Packet, uint Nanoseconds, uint Mark, uint Priority);
