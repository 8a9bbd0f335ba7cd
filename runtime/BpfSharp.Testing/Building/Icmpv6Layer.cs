using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class Icmpv6Layer(Icmpv6Type type, byte code, uint restOfHeader, HeaderEditor<Icmpv6Header>? edit) : HeaderLayer<Icmpv6Header>(edit)
{
    public override IpProtocol Protocol => IpProtocol.Icmpv6;

    protected override void Fill(ref Icmpv6Header header, int length, in LayerSurroundings surroundings)
    {
        header.Type = type;
        header.Code = code;
        header.RestOfHeader = restOfHeader;
    }

    protected override void Seal(ref Icmpv6Header header, Span<byte> bytes, in LayerSurroundings surroundings)
    {
        header.Checksum = 0;
        header.Checksum = InternetChecksum.Compute(bytes, surroundings.PseudoHeader(IpProtocol.Icmpv6, bytes.Length));
    }
}
