namespace DdosPipeline.Language;

/// <summary>Bytes that a packet has to have.</summary>
/// <param name="Place">What the offset counts from.</param>
/// <param name="Offset">Bytes from there.</param>
/// <param name="Value">The bytes, with nothing where the mask has nothing.</param>
/// <param name="Mask">Which bits of them count.</param>
/// <param name="Column">Where in the line it stands.</param>
public sealed record ByteCondition(PacketPlace Place, uint Offset, byte[] Value, byte[] Mask, int Column);
