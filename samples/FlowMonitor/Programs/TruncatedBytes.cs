using System.Runtime.CompilerServices;

namespace FlowMonitor;

[InlineArray(Size)]
public struct TruncatedBytes
{
    /// <summary>The headers of any packet, and some of its payload.</summary>
    public const int Size = 256;

    private byte _first;
}
