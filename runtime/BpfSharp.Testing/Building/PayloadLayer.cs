using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class PayloadLayer(byte[] payload, EtherType etherType, IpProtocol protocol) : PacketLayer
{
    public override int Size => payload.Length;

    public override EtherType EtherType => etherType;

    public override IpProtocol Protocol => protocol;

    public override void Write(Span<byte> bytes, in LayerSurroundings surroundings) => payload.CopyTo(bytes);
}
