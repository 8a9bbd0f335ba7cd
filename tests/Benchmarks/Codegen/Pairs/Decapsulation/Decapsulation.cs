using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Takes the outer header off IPIP, IP-in-IPv6 and IPv6-in-IPv6 packets for our own tunnel addresses.</summary>
[BpfLicense("GPL")]
public static partial class Decapsulation
{
    private static readonly HashMap<Ipv4Address, uint> Own4 = new(maxEntries: 64);
    private static readonly HashMap<Ipv6Address, uint> Own6 = new(maxEntries: 64);
    private static readonly PerCpuArrayMap<Counter> Traffic = new(maxEntries: 4);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Strip(XdpContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        EtherType inner;
        int outer;
        if (eth.EtherType == EtherType.IPv4)
        {
            ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
            if (ip.Protocol != IpProtocol.Ipv4 || ip.HeaderLength != Ipv4Header.Size || !Own4.ContainsKey(in ip.Destination))
                return XdpAction.Pass;
            inner = EtherType.IPv4;
            outer = Ipv4Header.Size;
        }
        else if (eth.EtherType == EtherType.IPv6)
        {
            ref readonly Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
            if (ip.NextHeader is not (IpProtocol.Ipv4 or IpProtocol.Ipv6) || !Own6.ContainsKey(in ip.Destination))
                return XdpAction.Pass;
            inner = ip.NextHeader == IpProtocol.Ipv4 ? EtherType.IPv4 : EtherType.IPv6;
            outer = Ipv6Header.Size;
        }
        else
        {
            return XdpAction.Pass;
        }

        if (Traffic.TryGetRef(outer == Ipv4Header.Size ? 0u : 1u, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        MacAddress source = eth.Source, destination = eth.Destination;
        if (!ctx.AdjustHead(outer))
            return XdpAction.Drop;
        ref EthernetHeader header = ref ctx.Packet.Header<EthernetHeader>(0);
        header.Source = source;
        header.Destination = destination;
        header.EtherType = inner;
        return XdpAction.Pass;
    }
}
