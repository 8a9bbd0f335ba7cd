using System.Buffers.Binary;
using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>tc: source NAT of UDP and TCP on the way out, with the checksum helpers.</summary>
[BpfLicense("GPL")]
public static partial class TcNat
{
    private const uint IpChecksum = EthernetHeader.Size + 10, SourceAddress = EthernetHeader.Size + 12, Transport = EthernetHeader.Size + Ipv4Header.Size;

    private static readonly HashMap<Flow, Target> Flows = new(maxEntries: 4096);
    private static readonly PerCpuArrayMap<Counter> Translated = new(maxEntries: 1);

    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction Translate(TcContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType != EtherType.IPv4)
            return TcAction.Ok;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.HeaderLength != Ipv4Header.Size || ip.IsFragment || ip.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp))
            return TcAction.Ok;
        ref readonly UdpHeader ports = ref ctx.Packet.Header<UdpHeader>((int)Transport);
        bool isTcp = ip.Protocol == IpProtocol.Tcp;
        var flow = new Flow { Address = ip.Source, Port = ports.SourcePort, Protocol = (ushort)ip.Protocol };
        if (!Flows.TryGetRef(in flow, out Ref<Target> found))
            return TcAction.Ok;

        uint oldAddress = ip.Source.NetworkOrder, newAddress = found.Value.Address.NetworkOrder;
        ushort oldPort = BinaryPrimitives.ReverseEndianness(ports.SourcePort), newPort = BinaryPrimitives.ReverseEndianness(found.Value.Port);
        uint checksum = Transport + (isTcp ? 16u : 6u);
        TransportChecksumFlags flags = isTcp ? TransportChecksumFlags.None : TransportChecksumFlags.MangledZero;
        if (!ctx.ReplaceInTransportChecksum(checksum, oldAddress, newAddress, sizeof(uint), flags | TransportChecksumFlags.PseudoHeader)
            || !ctx.ReplaceInTransportChecksum(checksum, oldPort, newPort, sizeof(ushort), flags)
            || !ctx.ReplaceInHeaderChecksum(IpChecksum, oldAddress, newAddress, sizeof(uint))
            || !ctx.TryStore(SourceAddress, in newAddress)
            || !ctx.TryStore(Transport, in newPort))
            return TcAction.Shot;

        if (Translated.TryGetRef(0, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        return TcAction.Ok;
    }

    public struct Flow
    {
        public Ipv4Address Address;
        public ushort Port;
        public ushort Protocol;
    }

    public struct Target
    {
        public Ipv4Address Address;
        public ushort Port;
        public ushort Reserved;
    }
}
