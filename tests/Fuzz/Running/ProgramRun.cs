using System;

namespace BpfSharp.Fuzz.Running;

/// <summary>All that is seen of one run besides maps.</summary>
internal readonly record struct ProgramRun(int Verdict, byte[] Packet, uint Mark, uint Priority, Exception? Exception, FaultSite? Fault);
