using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>An L4 load balancer: services by address and port, backends by flow table or consistent hashing, IP-in-IP to the backend.</summary>
[BpfLicense("GPL")]
public static partial class Balancer
{
    private const uint RingSize = 4093;

    private static readonly HashMap<Service, ServiceState> Services = new(maxEntries: 512);
    private static readonly LruHashMap<Flow, uint> Flows = new(maxEntries: 10_000);
    private static readonly ArrayMap<uint> Ring = new(maxEntries: RingSize * 8);
    private static readonly ArrayMap<Backend> Backends = new(maxEntries: 1024);
    private static readonly PerCpuArrayMap<Counter> Traffic = new(maxEntries: 1024);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Balance(XdpContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.HeaderLength != Ipv4Header.Size || ip.IsFragment)
            return XdpAction.Drop;
        if (ip.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp))
            return XdpAction.Pass;
        ref readonly UdpHeader ports = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + Ipv4Header.Size);

        var service = new Service { Address = ip.Destination, Port = ports.DestinationPort, Protocol = (byte)ip.Protocol };
        if (!Services.TryGetRef(in service, out Ref<ServiceState> state))
            return XdpAction.Pass;
        state.Value.Packets++;

        var flow = new Flow
        {
            Source = ip.Source, Destination = ip.Destination, SourcePort = ports.SourcePort, DestinationPort = ports.DestinationPort, Protocol = (byte)ip.Protocol,
        };
        if (!Flows.TryGetValue(in flow, out uint backend))
        {
            uint slot = Hash(in flow) % RingSize + (state.Value.Index & 7) * RingSize;
            if (!Ring.TryGetValue(slot, out backend))
                return XdpAction.Drop;
            Flows.Set(in flow, in backend);
        }

        if (!Backends.TryGetRef(backend, out Ref<Backend> target))
            return XdpAction.Drop;
        if (Traffic.TryGetRef(backend, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        return Encapsulate(ctx, in target.Value, ip.Source, ip.TotalLength);
    }

    private static XdpAction Encapsulate(XdpContext ctx, in Backend target, Ipv4Address client, ushort length)
    {
        if (!ctx.AdjustHead(-Ipv4Header.Size))
            return XdpAction.Drop;
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        MacAddress own = ctx.Packet.Header<EthernetHeader>(Ipv4Header.Size).Destination;
        ref Ipv4Header outer = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        eth.Destination = target.Gateway;
        eth.Source = own;
        eth.EtherType = EtherType.IPv4;

        outer = default;
        outer.Version = 4;
        outer.HeaderLength = Ipv4Header.Size;
        outer.TotalLength = (ushort)(length + Ipv4Header.Size);
        outer.TimeToLive = 64;
        outer.Protocol = IpProtocol.Ipv4;
        // One outer source a client, so that the backend's receive queues are spread.
        outer.Source = Ipv4Address.FromHostOrder(0x0a640000 | (client.HostOrder & 0xffff));
        outer.Destination = target.Address;
        outer.Checksum = Checksum(in outer);
        return XdpAction.Tx;
    }

    private static ushort Checksum(in Ipv4Header ip)
    {
        uint sum = 0x4500u + ip.TotalLength + 0x4000u + (uint)IpProtocol.Ipv4;
        sum += (ip.Source.HostOrder >> 16) + (ushort)ip.Source.HostOrder + (ip.Destination.HostOrder >> 16) + (ushort)ip.Destination.HostOrder;
        return (ushort)~InternetChecksum.Fold(sum);
    }

    private static uint Hash(in Flow flow)
    {
        uint hash = flow.Source.HostOrder * 0x9e3779b1;
        hash = (hash ^ flow.Destination.HostOrder) * 0x85ebca6b;
        hash = (hash ^ ((uint)flow.SourcePort << 16) ^ flow.DestinationPort ^ flow.Protocol) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }

    public struct Service
    {
        public Ipv4Address Address;
        public ushort Port;
        public byte Protocol;
        public byte Reserved;
    }

    public struct ServiceState
    {
        public uint Index;
        public uint Flags;
        public ulong Packets;
    }

    public struct Flow
    {
        public Ipv4Address Source;
        public Ipv4Address Destination;
        public ushort SourcePort;
        public ushort DestinationPort;
        public byte Protocol;
        public byte Reserved0;
        public ushort Reserved1;
    }

    public struct Backend
    {
        public Ipv4Address Address;
        public MacAddress Gateway;
        public ushort Flags;
    }
}
