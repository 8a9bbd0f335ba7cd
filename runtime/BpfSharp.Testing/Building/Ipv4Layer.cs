using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class Ipv4Layer(Ipv4Address source, Ipv4Address destination, HeaderEditor<Ipv4Header>? edit, byte[]? options)
    : HeaderLayer<Ipv4Header>(edit, options), IPacketAddresses
{
    private const int DefaultTimeToLive = 64;

    public override EtherType EtherType => EtherType.IPv4;

    public override IpProtocol Protocol => IpProtocol.Ipv4;

    public uint AddressSum => Sum(source) + Sum(destination);


    protected override void Fill(ref Ipv4Header header, int length, in LayerSurroundings surroundings)
    {
        header.Version = 4;
        header.HeaderLength = Size;
        header.TotalLength = checked((ushort)length);
        header.DontFragment = true;
        header.TimeToLive = DefaultTimeToLive;
        header.Protocol = surroundings.NextProtocol;
        header.Source = source;
        header.Destination = destination;
    }

    protected override void Seal(ref Ipv4Header header, Span<byte> bytes, in LayerSurroundings surroundings)
    {
        header.Checksum = 0;
        header.Checksum = InternetChecksum.Compute(bytes[..Size]);
    }
}
