using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>A filter with many features, each of which may be switched off before the load: prefixes of both families, TCP and UDP ports.</summary>
[BpfLicense("GPL")]
public static partial class PortFilter
{
    private const uint Ipv4 = 1, Ipv6 = 2, TcpPorts = 4, UdpPorts = 8;
    private const byte Source = 1, Destination = 2;

    private static readonly LpmTrieMap<Ipv4Prefix, uint> Prefixes4 = new(maxEntries: 1024);
    private static readonly LpmTrieMap<Ipv6Prefix, uint> Prefixes6 = new(maxEntries: 1024);
    private static readonly PerCpuArrayMap<ulong> Ports = new(maxEntries: 65536);
    private static readonly PerCpuArrayMap<Counter> Verdicts = new(maxEntries: 5);
    private static readonly LoadConstant<uint> Features = Ipv4 | Ipv6 | TcpPorts | UdpPorts;

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Filter(XdpContext ctx)
    {
        XdpAction verdict = Judge(ctx);
        if (Verdicts.TryGetRef((uint)verdict, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        return verdict;
    }

    private static XdpAction Judge(XdpContext ctx)
    {
        IpProtocol protocol;
        int offset = EthernetHeader.Size;
        EtherType type = ctx.Packet.Header<EthernetHeader>(0).EtherType;
        if (type == EtherType.IPv4)
        {
            ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(offset);
            if ((Features & Ipv4) != 0 && (IsDenied(ip.Source, Source) || IsDenied(ip.Destination, Destination)))
                return XdpAction.Drop;
            if (ip.FragmentOffset != 0)
                return XdpAction.Pass;
            protocol = ip.Protocol;
            offset += ip.HeaderLength;
        }
        else if (type == EtherType.IPv6)
        {
            ref readonly Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(offset);
            if ((Features & Ipv6) != 0 && (IsDenied(ip.Source, Source) || IsDenied(ip.Destination, Destination)))
                return XdpAction.Drop;
            protocol = ip.NextHeader;
            offset += Ipv6Header.Size;
        }
        else
        {
            return XdpAction.Pass;
        }

        if ((protocol == IpProtocol.Tcp && (Features & TcpPorts) != 0) || (protocol == IpProtocol.Udp && (Features & UdpPorts) != 0))
        {
            ref readonly UdpHeader ports = ref ctx.Packet.Header<UdpHeader>(offset);
            ulong bit = protocol == IpProtocol.Tcp ? 1u : 4u;
            if (IsClosed(ports.SourcePort, bit) || IsClosed(ports.DestinationPort, bit << 1))
                return XdpAction.Drop;
        }

        return XdpAction.Pass;
    }

    private static bool IsDenied(Ipv4Address address, byte side) => Prefixes4.TryGetRef(Ipv4Prefix.Host(address), out Ref<uint> rule) && (rule.Value & side) != 0;

    private static bool IsDenied(Ipv6Address address, byte side) => Prefixes6.TryGetRef(Ipv6Prefix.Host(address), out Ref<uint> rule) && (rule.Value & side) != 0;

    private static bool IsClosed(ushort port, ulong bit) => Ports.TryGetRef(port, out Ref<ulong> rule) && (rule.Value & bit) != 0;
}
