using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Rewrites, pushes or pops the outer VLAN tag as a table says.</summary>
[BpfLicense("GPL")]
public static partial class VlanSwap
{
    private const ushort Rewrite = 0, Pop = 1, Push = 2;

    private static readonly ArrayMap<Rule> Rules = new(maxEntries: 4096);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Swap(XdpContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        bool isTagged = eth.EtherType == EtherType.Vlan;
        uint id = isTagged ? (uint)ctx.Packet.Header<VlanHeader>(EthernetHeader.Size).VlanId : 0;
        if (!Rules.TryGetRef(id, out Ref<Rule> rule) || rule.Value.IsActive == 0)
            return XdpAction.Pass;

        switch (rule.Value.Action)
        {
            case Rewrite when isTagged:
                ref VlanHeader tag = ref ctx.Packet.Header<VlanHeader>(EthernetHeader.Size);
                tag.VlanId = rule.Value.VlanId & 0xfff;
                return XdpAction.Tx;
            case Pop when isTagged:
                return PopTag(ctx, eth.Source, eth.Destination);
            case Push:
                return PushTag(ctx, eth.Source, eth.Destination, rule.Value.VlanId);
            default:
                return XdpAction.Pass;
        }
    }

    private static XdpAction PopTag(XdpContext ctx, MacAddress source, MacAddress destination)
    {
        if (!ctx.AdjustHead(VlanHeader.Size))
            return XdpAction.Drop;
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        eth.Source = source;
        eth.Destination = destination;
        return XdpAction.Tx;
    }

    private static XdpAction PushTag(XdpContext ctx, MacAddress source, MacAddress destination, ushort id)
    {
        if (!ctx.AdjustHead(-VlanHeader.Size))
            return XdpAction.Drop;
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        ref VlanHeader tag = ref ctx.Packet.Header<VlanHeader>(EthernetHeader.Size);
        eth.Source = source;
        eth.Destination = destination;
        eth.EtherType = EtherType.Vlan;
        tag.Tag = (ushort)(id & 0xfff);
        return XdpAction.Tx;
    }

    public struct Rule
    {
        public ushort IsActive;
        public ushort Action;
        public ushort VlanId;
        public ushort Reserved;
    }
}
