using BpfSharp;
using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>On a backend: takes the outer header off what a balancer has sent, so that the stack gets the packet as the client sent it.</summary>
[BpfLicense("GPL")]
public static partial class Decapsulator
{
    private static readonly HashMap<Ipv6Address, uint> Tunnels = new(maxEntries: 64);            // own addresses that packets come to
    private static readonly LpmTrieMap<Ipv6Prefix, uint> Balancers = new(maxEntries: 64);        // from where they may come
    private static readonly PerCpuArrayMap<Counter> Unwrapped = new(maxEntries: 1);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Unwrap(XdpContext ctx)
    {
        switch (ctx.Packet.Header<EthernetHeader>(0).EtherType)
        {
            case EtherType.IPv4:
                ref readonly Ipv4Header four = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
                return four is { Protocol: IpProtocol.Ipv4, HeaderLength: Ipv4Header.Size, IsFragment: false } && IsForUs(Mapped(four.Source), Mapped(four.Destination))
                    ? Cut(ctx, Ipv4Header.Size, EtherType.IPv4)
                    : XdpAction.Pass;
            case EtherType.IPv6:
                ref readonly Ipv6Header six = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
                return six.NextHeader is IpProtocol.Ipv4 or IpProtocol.Ipv6 && IsForUs(six.Source, six.Destination)
                    ? Cut(ctx, Ipv6Header.Size, six.NextHeader == IpProtocol.Ipv4 ? EtherType.IPv4 : EtherType.IPv6)
                    : XdpAction.Pass;
            default:
                return XdpAction.Pass;
        }
    }

    // Anybody could send a packet with any inner source: only balancers are believed.
    private static bool IsForUs(Ipv6Address source, Ipv6Address destination) =>
        Tunnels.ContainsKey(in destination) && Balancers.ContainsKey(Ipv6Prefix.Host(source));

    private static XdpAction Cut(XdpContext ctx, int size, EtherType inner)
    {
        EthernetHeader eth = ctx.Packet.Header<EthernetHeader>(0);
        eth.EtherType = inner;
        if (!ctx.AdjustHead(size))
            return XdpAction.Drop;
        ctx.Packet.Header<EthernetHeader>(0) = eth;
        Unwrapped[0].Add((uint)ctx.Length);
        return XdpAction.Pass;
    }

    private static Ipv6Address Mapped(Ipv4Address address) => Ipv6Address.FromWords(0, 0, 0xffff, address.HostOrder);
}
