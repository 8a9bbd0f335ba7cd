using BpfSharp;

namespace DdosPipeline;

/// <summary>Values of <see cref="PacketField.Kind"/>: the protocol's number, and these bits.</summary>
[BpfFunction]
public static class PacketKinds
{
    public const uint ProtocolMask = 0xff;
    public const uint V6 = 0x100;

    /// <summary>A fragment of which no transport header can be read.</summary>
    public const uint LaterFragment = 0x200;
    public const uint FirstFragment = 0x400;

    public const uint Count = 0x800;
}
