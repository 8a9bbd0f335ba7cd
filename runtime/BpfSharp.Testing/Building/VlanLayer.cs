using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class VlanLayer(int vlan, int priority, EtherType announcedAs, HeaderEditor<VlanHeader>? edit) : HeaderLayer<VlanHeader>(edit)
{
    public override EtherType EtherType => announcedAs;

    protected override void Fill(ref VlanHeader header, int length, in LayerSurroundings surroundings)
    {
        header.VlanId = vlan;
        header.Priority = priority;
        header.EtherType = surroundings.NextEtherType;
    }
}
