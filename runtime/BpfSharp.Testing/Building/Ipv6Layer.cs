using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class Ipv6Layer(Ipv6Address source, Ipv6Address destination, HeaderEditor<Ipv6Header>? edit)
    : HeaderLayer<Ipv6Header>(edit), IPacketAddresses
{
    private const int DefaultHopLimit = 64;

    public override EtherType EtherType => EtherType.IPv6;

    public override IpProtocol Protocol => IpProtocol.Ipv6;

    public uint AddressSum => Sum(source) + Sum(destination);


    protected override void Fill(ref Ipv6Header header, int length, in LayerSurroundings surroundings)
    {
        header.Version = 6;
        header.PayloadLength = checked((ushort)(length - Size));
        header.NextHeader = surroundings.NextProtocol;
        header.HopLimit = DefaultHopLimit;
        header.Source = source;
        header.Destination = destination;
    }
}
