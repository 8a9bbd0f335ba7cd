using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Destination NAT of TCP and UDP in place, with both checksums corrected.</summary>
[BpfLicense("GPL")]
public static partial class XdpNat
{
    private static readonly HashMap<Endpoint, Endpoint> Rules = new(maxEntries: 4096);
    private static readonly PerCpuArrayMap<Counter> Translated = new(maxEntries: 1);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Translate(XdpContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.HeaderLength != Ipv4Header.Size || ip.IsFragment)
            return XdpAction.Pass;
        if (ip.Protocol == IpProtocol.Tcp)
        {
            ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(EthernetHeader.Size + Ipv4Header.Size);
            var from = new Endpoint { Address = ip.Destination, Port = tcp.DestinationPort, Protocol = (ushort)IpProtocol.Tcp };
            if (!Rules.TryGetRef(in from, out Ref<Endpoint> to))
                return XdpAction.Pass;
            tcp.Checksum = Correct(tcp.Checksum, in from, in to.Value);
            tcp.DestinationPort = to.Value.Port;
            ip.Checksum = InternetChecksum.Replace(ip.Checksum, from.Address, to.Value.Address);
            ip.Destination = to.Value.Address;
        }
        else if (ip.Protocol == IpProtocol.Udp)
        {
            ref UdpHeader udp = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + Ipv4Header.Size);
            var from = new Endpoint { Address = ip.Destination, Port = udp.DestinationPort, Protocol = (ushort)IpProtocol.Udp };
            if (!Rules.TryGetRef(in from, out Ref<Endpoint> to))
                return XdpAction.Pass;
            if (udp.Checksum != 0)
            {
                ushort checksum = Correct(udp.Checksum, in from, in to.Value);
                udp.Checksum = checksum == 0 ? (ushort)0xffff : checksum;
            }

            udp.DestinationPort = to.Value.Port;
            ip.Checksum = InternetChecksum.Replace(ip.Checksum, from.Address, to.Value.Address);
            ip.Destination = to.Value.Address;
        }
        else
        {
            return XdpAction.Pass;
        }

        if (Translated.TryGetRef(0, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        return XdpAction.Tx;
    }

    private static ushort Correct(ushort checksum, in Endpoint from, in Endpoint to) =>
        InternetChecksum.Replace(InternetChecksum.Replace(checksum, from.Address, to.Address), from.Port, to.Port);

    public struct Endpoint
    {
        public Ipv4Address Address;
        public ushort Port;
        public ushort Protocol;
    }
}
