using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class PacketPrograms
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Parse(XdpContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        int offset = EthernetHeader.Size;
        EtherType type = eth.EtherType;
        for (int depth = 0; depth < 2; depth++)
        {
            if (type != EtherType.Vlan)
                break;
            if (!ctx.Packet.TryHeader(offset, out Ref<VlanHeader> vlan))
                return XdpAction.Aborted;
            type = vlan.Value.EtherType;
            offset += VlanHeader.Size;
        }

        if (type != EtherType.IPv4)
            return XdpAction.Pass;
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(offset);
        if (ip.Protocol != IpProtocol.Udp)
            return XdpAction.Tx;
        ref UdpHeader udp = ref ctx.Packet.Header<UdpHeader>(offset + ip.HeaderLength);
        ushort port = udp.SourcePort;
        udp.SourcePort = udp.DestinationPort;
        udp.DestinationPort = port;
        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
        return XdpAction.Tx;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Push(XdpContext ctx)
    {
        if (!ctx.AdjustHead(-4))
            return XdpAction.Aborted;
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        eth.EtherType = EtherType.Vlan;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Pop(XdpContext ctx)
    {
        if (!ctx.AdjustHead(20))
            return XdpAction.Aborted;
        return ctx.Packet.Header<byte>(0) > 100 ? XdpAction.Pass : XdpAction.Tx;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Cut(XdpContext ctx)
    {
        if (!ctx.AdjustTail(-10))
            return XdpAction.Aborted;
        return ctx.Length > 60 ? XdpAction.Pass : XdpAction.Tx;
    }
}
