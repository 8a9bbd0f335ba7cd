using System.Runtime.CompilerServices;

namespace FlowMonitor;

[InlineArray(Size)]
public struct WholeBytes
{
    /// <summary>A packet of the usual 1,500 bytes, with room for tunnels.</summary>
    public const int Size = 2048;

    private byte _first;
}
