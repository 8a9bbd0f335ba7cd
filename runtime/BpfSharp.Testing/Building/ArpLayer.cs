using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class ArpLayer(ArpHeader message, HeaderEditor<ArpHeader>? edit) : HeaderLayer<ArpHeader>(edit)
{
    private const ushort Ethernet = 1; // ARPHRD_ETHER

    public override EtherType EtherType => EtherType.Arp;

    protected override void Fill(ref ArpHeader header, int length, in LayerSurroundings surroundings)
    {
        header = message;
        header.HardwareType = Ethernet;
        header.ProtocolType = EtherType.IPv4;
        header.HardwareLength = 6;
        header.ProtocolLength = 4;
    }
}
