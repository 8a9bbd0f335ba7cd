using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Walks a stack of VLAN tags and IPv6 extension headers to the transport header, and counts by destination port.</summary>
[BpfLicense("GPL")]
public static partial class HeaderWalk
{
    private const int MaxTags = 4;
    private const int MaxExtensions = 6;

    private static readonly ArrayMap<ulong> Ports = new(maxEntries: 65536);
    private static readonly PerCpuArrayMap<ulong> Protocols = new(maxEntries: 256);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Walk(XdpContext ctx)
    {
        int offset = EthernetHeader.Size;
        EtherType type = ctx.Packet.Header<EthernetHeader>(0).EtherType;
        for (int i = 0; i < MaxTags && type is EtherType.Vlan or EtherType.ProviderVlan; i++)
        {
            type = ctx.Packet.Header<VlanHeader>(offset).EtherType;
            offset += VlanHeader.Size;
        }

        IpProtocol protocol;
        if (type == EtherType.IPv4)
        {
            ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(offset);
            if (ip.FragmentOffset != 0)
                return XdpAction.Pass;
            protocol = ip.Protocol;
            offset += ip.HeaderLength;
        }
        else if (type == EtherType.IPv6)
        {
            protocol = ctx.Packet.Header<Ipv6Header>(offset).NextHeader;
            offset += Ipv6Header.Size;
            for (int i = 0; i < MaxExtensions && IsExtension(protocol); i++)
            {
                ref readonly Ipv6Extension extension = ref ctx.Packet.Header<Ipv6Extension>(offset);
                protocol = (IpProtocol)extension.NextHeader;
                offset += (extension.Length + 1) * 8;
            }
        }
        else
        {
            return XdpAction.Pass;
        }

        if (protocol is IpProtocol.Tcp or IpProtocol.Udp)
        {
            ushort port = ctx.Packet.Header<UdpHeader>(offset).DestinationPort;
            if (Ports.TryGetRef(port, out Ref<ulong> count))
                count.Value++;
        }

        if (Protocols.TryGetRef((uint)protocol, out Ref<ulong> packets))
            packets.Value++;
        return XdpAction.Pass;
    }

    private static bool IsExtension(IpProtocol protocol) => (byte)protocol is 0 or 43 or 60 or 135;

    public struct Ipv6Extension
    {
        public byte NextHeader;
        public byte Length;
    }
}
