using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

[Flags]
public enum FlowTraits : byte
{
    None = 0,
    HasReplies = 1,
    PermitsSelective = 2,
    HasFragments = 4,
    HasTimestamps = 8,
}
