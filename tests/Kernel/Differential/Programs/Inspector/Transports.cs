using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>What a rule for ports is for.</summary>
[Flags]
public enum Transports : byte
{
    None = 0,
    Tcp = 1,
    Udp = 2,
}
