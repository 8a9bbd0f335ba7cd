using BpfSharp.Protocols;

namespace BpfSharp.Language.Recent;

/// <summary>What a driver knows of the packets that it has received.</summary>
public static partial class MetadataPrograms
{
    private static readonly QueueMap<Reception> Seen = new(maxEntries: 64);

    public struct Reception
    {
        public ulong Time;
        public uint Hash;
        public int HashType;
        public ushort Vlan;
        public ushort VlanProtocol;
        public ushort Port;
        public byte Known;
    }

    [XdpProgram(DeviceBound = true, OnFault = XdpAction.Pass)]
    public static XdpAction Observe(XdpContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        Reception seen = default;
        seen.Port = ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + Ipv4Header.Size).DestinationPort;
        if (ctx.TryGetReceiveHash(out seen.Hash, out XdpHashType type))
            seen.Known |= 1;
        seen.HashType = (int)type;
        if (ctx.TryGetReceiveTime(out seen.Time))
            seen.Known |= 2;
        if (ctx.TryGetReceiveVlan(out EtherType protocol, out seen.Vlan))
            seen.Known |= 4;
        seen.VlanProtocol = (ushort)protocol;
        Seen.TryPush(in seen);
        return XdpAction.Pass;
    }

    /// <summary>Tags what goes out to one port.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction Tag(TcContext ctx)
    {
        if (ctx.Protocol == EtherType.IPv4 && ctx.TryLoad(EthernetHeader.Size + Ipv4Header.Size, out UdpHeader udp) && udp.DestinationPort == 7)
            ctx.PushVlan(EtherType.Vlan, 0x2005);
        return TcAction.Ok;
    }
}
