using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class EthernetLayer(MacAddress source, MacAddress destination, HeaderEditor<EthernetHeader>? edit) : HeaderLayer<EthernetHeader>(edit)
{
    protected override void Fill(ref EthernetHeader header, int length, in LayerSurroundings surroundings)
    {
        header.Source = source;
        header.Destination = destination;
        header.EtherType = surroundings.NextEtherType;
    }
}
