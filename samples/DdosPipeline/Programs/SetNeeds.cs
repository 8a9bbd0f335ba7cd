using System;

namespace DdosPipeline;

/// <summary>What of a packet has to be read.</summary>
[Flags]
public enum SetNeeds : uint
{
    None = 0,
    TcpOptions = 1,
    FirstWord = 2,
    SecondWord = 4,
    Addresses = 8,
}
