using BpfSharp;
using BpfSharp.Protocols;

namespace RedirectFabric;

/// <summary>Carries packets between containers and to the outside; the host has no bridge, no route to a container, and does not forward.</summary>
[BpfLicense("GPL")]
public static partial class Fabric
{
    private static readonly HashMap<Ipv4Address, Endpoint> Endpoints4 = new(maxEntries: 4096);
    private static readonly HashMap<Ipv6Address, Endpoint> Endpoints6 = new(maxEntries: 4096);
    private static readonly LpmTrieMap<Ipv4Prefix, uint> Uplinks4 = new(maxEntries: 256);   // network outside -> interface of the host
    private static readonly LpmTrieMap<Ipv6Prefix, uint> Uplinks6 = new(maxEntries: 256);
    private static readonly PerCpuArrayMap<ulong> Paths = new(maxEntries: (int)FabricPath.Count);

    /// <summary>The link address of the host's end of every veth: to a container, all the world is behind it.</summary>
    public static MacAddress GatewayMac => MacAddress.Parse("02:fa:b0:00:00:01"u8);

    /// <summary>What comes out of a container: on ingress of the host's end of its veth.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FromContainer(TcContext ctx) => ctx.Packet.Header<EthernetHeader>(0).EtherType switch
    {
        EtherType.IPv4 => Route4(ctx),
        EtherType.IPv6 => IsNeighborSolicitation(ctx) ? AnswerSolicitation(ctx) : Route6(ctx),
        EtherType.Arp => AnswerArp(ctx),
        _ => Drop(),
    };

    /// <summary>What comes from outside: on ingress of an uplink. The host's own packets go on to its stack.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FromOutside(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType == EtherType.IPv4)
        {
            ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
            return Endpoints4.TryGetValue(ip.Destination, out Endpoint container)
                ? Hop(ref ip) ? ToContainer(ctx, ref eth, container) : Drop()
                : TcAction.Next;
        }

        if (eth.EtherType == EtherType.IPv6)
        {
            ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
            return Endpoints6.TryGetValue(ip.Destination, out Endpoint container)
                ? Hop(ref ip) ? ToContainer(ctx, ref eth, container) : Drop()
                : TcAction.Next;
        }

        return TcAction.Next;
    }

    private static TcAction Route4(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (Endpoints4.TryGetValue(ip.Destination, out Endpoint container))
            return ToContainer(ctx, ref eth, container);
        return Uplinks4.TryGetValue(Ipv4Prefix.Host(ip.Destination), out uint uplink) && Hop(ref ip) ? ToOutside(ctx, uplink) : Drop();
    }

    private static TcAction Route6(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        if (Endpoints6.TryGetValue(ip.Destination, out Endpoint container))
            return ToContainer(ctx, ref eth, container);
        return Uplinks6.TryGetValue(Ipv6Prefix.Host(ip.Destination), out uint uplink) && Hop(ref ip) ? ToOutside(ctx, uplink) : Drop();
    }

    private static TcAction ToContainer(TcContext ctx, ref EthernetHeader eth, Endpoint container)
    {
        eth.Destination = container.Mac;
        eth.Source = GatewayMac;
        Paths[(uint)FabricPath.ToContainer]++;
        return ctx.RedirectToPeer(container.HostInterface);
    }

    // The kernel resolves the neighbour and writes the link addresses.
    private static TcAction ToOutside(TcContext ctx, uint uplink)
    {
        Paths[(uint)FabricPath.ToOutside]++;
        return ctx.RedirectToNeighbor(uplink);
    }

    // Between containers there is one link; to the outside the fabric is a router.
    private static bool Hop(ref Ipv4Header ip)
    {
        if (ip.TimeToLive <= 1)
            return false;
        ushort before = (ushort)(ip.TimeToLive << 8);
        ip.TimeToLive--;
        ip.Checksum = InternetChecksum.Replace(ip.Checksum, before, (ushort)(ip.TimeToLive << 8));
        return true;
    }

    private static bool Hop(ref Ipv6Header ip)
    {
        if (ip.HopLimit <= 1)
            return false;
        ip.HopLimit--;
        return true;
    }

    private static TcAction Drop()
    {
        Paths[(uint)FabricPath.Dropped]++;
        return TcAction.Shot;
    }
}
