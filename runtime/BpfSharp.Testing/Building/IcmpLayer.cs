using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class IcmpLayer(IcmpType type, byte code, uint restOfHeader, HeaderEditor<IcmpHeader>? edit) : HeaderLayer<IcmpHeader>(edit)
{
    public override IpProtocol Protocol => IpProtocol.Icmp;

    protected override void Fill(ref IcmpHeader header, int length, in LayerSurroundings surroundings)
    {
        header.Type = type;
        header.Code = code;
        header.RestOfHeader = restOfHeader;
    }

    protected override void Seal(ref IcmpHeader header, Span<byte> bytes, in LayerSurroundings surroundings)
    {
        header.Checksum = 0;
        header.Checksum = InternetChecksum.Compute(bytes);
    }
}
