using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Headers at constant and other places, some of equal lengths, in two programs and around a call: which of them was missing is told by its length.</summary>
public static partial class MissingHeaderPrograms
{
    private static readonly PerCpuArrayMap<ulong> Seen = new(maxEntries: 4);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Chain(XdpContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType == EtherType.IPv6)
            return ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size).HopLimit == 0 ? XdpAction.Tx : XdpAction.Pass;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (Seen.TryGetRef((uint)ip.Protocol & 3, out Ref<ulong> seen))
            seen.Value++;
        ref readonly UdpHeader near = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + Ipv4Header.Size);
        ref readonly UdpHeader far = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + ip.HeaderLength);
        return near.SourcePort == far.DestinationPort ? XdpAction.Tx : XdpAction.Pass;
    }

    /// <summary>The same lengths as in <see cref="Chain"/>, on other lines, and again behind a helper that moves the packet.</summary>
    [XdpProgram(OnFault = XdpAction.Tx)]
    public static XdpAction Again(XdpContext ctx)
    {
        EtherType type = ctx.Packet.Header<EthernetHeader>(0).EtherType;
        if (type == EtherType.IPv4 && ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).TimeToLive == 0)
            return XdpAction.Drop;
        if (!ctx.AdjustHead(4))
            return XdpAction.Aborted;
        type = ctx.Packet.Header<EthernetHeader>(0).EtherType;
        byte ttl = ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).TimeToLive;
        return (ushort)type == ttl ? XdpAction.Drop : XdpAction.Pass;
    }

    /// <summary>On its way a fault's number passes a <c>finally</c>.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Finally(TcContext ctx)
    {
        try
        {
            if (ctx.Packet.Header<EthernetHeader>(0).EtherType == EtherType.Arp)
                return TcAction.Ok;
            return ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).TimeToLive == 0 ? TcAction.Shot : TcAction.Ok;
        }
        finally
        {
            if (Seen.TryGetRef(3, out Ref<ulong> seen))
                seen.Value++;
        }
    }
}
