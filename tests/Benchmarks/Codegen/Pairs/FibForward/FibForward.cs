using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Forwards by the kernel's routes and neighbours: link addresses, TTL or hop limit, and out by the route's interface.</summary>
[BpfLicense("GPL")]
public static partial class FibForward
{
    private static readonly PerCpuArrayMap<ulong> Results = new(maxEntries: 16);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Forward(XdpContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType == EtherType.IPv4)
        {
            ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
            if (ip.TimeToLive <= 1)
                return XdpAction.Pass;
            BpfFibLookup lookup = BpfFibLookup.Ipv4(ctx.IngressIfIndex, ip.Source, ip.Destination);
            lookup.TypeOfService = ip.TypeOfService;
            lookup.Protocol = ip.Protocol;
            lookup.TotalLength = ip.TotalLength;
            if (!Find(ctx, ref lookup))
                return XdpAction.Pass;
            byte ttl = ip.TimeToLive;
            ip.Checksum = InternetChecksum.Replace(ip.Checksum, (ushort)(ttl << 8), (ushort)((ttl - 1) << 8));
            ip.TimeToLive = (byte)(ttl - 1);
            return Send(ctx, ref eth, in lookup);
        }

        if (eth.EtherType == EtherType.IPv6)
        {
            ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
            if (ip.HopLimit <= 1)
                return XdpAction.Pass;
            BpfFibLookup lookup = BpfFibLookup.Ipv6(ctx.IngressIfIndex, ip.Source, ip.Destination);
            lookup.Protocol = ip.NextHeader;
            lookup.TotalLength = ip.PayloadLength;
            if (!Find(ctx, ref lookup))
                return XdpAction.Pass;
            ip.HopLimit--;
            return Send(ctx, ref eth, in lookup);
        }

        return XdpAction.Pass;
    }

    private static bool Find(XdpContext ctx, ref BpfFibLookup lookup)
    {
        FibLookupResult result = ctx.LookupRoute(ref lookup);
        if (Results.TryGetRef((uint)result, out Ref<ulong> count))
            count.Value++;
        return result == FibLookupResult.Success;
    }

    private static XdpAction Send(XdpContext ctx, ref EthernetHeader eth, in BpfFibLookup lookup)
    {
        eth.Destination = lookup.DestinationMac;
        eth.Source = lookup.SourceMac;
        return ctx.Redirect(lookup.IfIndex);
    }
}
