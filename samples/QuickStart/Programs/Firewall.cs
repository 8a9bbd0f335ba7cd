using BpfSharp;
using BpfSharp.Protocols;

namespace QuickStart;

/// <summary>What runs in the kernel: who may come in, and which ports may be answered.</summary>
[BpfLicense("GPL")]
public static partial class Firewall
{
    private static readonly LpmTrieMap<Ipv4Prefix, uint> Denied = new(maxEntries: 10_000);      // longest prefix wins -> rule
    private static readonly HashMap<ushort, uint> ClosedPorts = new(maxEntries: 1024);          // UDP port -> rule
    private static readonly PerCpuArrayMap<RuleCounter> Drops = new(maxEntries: 64);            // by rule
    private static readonly RingBufferMap<DropEvent> Events = new(byteSize: 1 << 16);
    private static readonly LoadConstant<uint> SampleEvery = 1;
    private static ulong s_seen;

    /// <summary>XDP, as packets come in: sources on the deny list go no further.</summary>
    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Ingress(XdpContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return XdpAction.Pass;

        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        s_seen++;
        if (!Denied.TryGetValue(Ipv4Prefix.Host(ip.Source), out uint rule))
            return XdpAction.Pass;

        Report(rule, ip.Source, (uint)ctx.Length);
        return XdpAction.Drop;
    }

    /// <summary>tc, as packets go out: nothing leaves for a closed UDP port.</summary>
    [TcProgram]
    public static TcAction Egress(TcContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return TcAction.Ok;

        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.Protocol != IpProtocol.Udp)
            return TcAction.Ok;

        ref readonly UdpHeader udp = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + ip.HeaderLength);
        if (!ClosedPorts.TryGetValue(udp.DestinationPort, out uint rule))
            return TcAction.Ok;

        Report(rule, ip.Destination, (uint)ctx.Length);
        return TcAction.Shot;
    }

    private static void Report(uint rule, Ipv4Address peer, uint bytes)
    {
        Drops[rule].Add(bytes);
        if (Bpf.Random() % SampleEvery == 0)
            Events.TryWrite(new DropEvent(peer, rule));
    }
}
