using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Packets and bytes by IP protocol.</summary>
[BpfLicense("GPL")]
public static partial class Counters
{
    private static readonly PerCpuArrayMap<Counter> ByProtocol = new(maxEntries: 256);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Count(XdpContext ctx)
    {
        IpProtocol protocol;
        switch (ctx.Packet.Header<EthernetHeader>(0).EtherType)
        {
            case EtherType.IPv4:
                protocol = ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).Protocol;
                break;
            case EtherType.IPv6:
                protocol = ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size).NextHeader;
                break;
            default:
                return XdpAction.Pass;
        }

        if (ByProtocol.TryGetRef((uint)protocol, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        return XdpAction.Pass;
    }
}
