using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>tc: a stateful firewall. Established flows pass, new ones by prefix and port; the reply direction is entered with them.</summary>
[BpfLicense("GPL")]
public static partial class TcFirewall
{
    private static readonly LruHashMap<Flow, Tracked> Connections = new(maxEntries: 65_536);
    private static readonly LpmTrieMap<Ipv4Prefix, uint> Zones = new(maxEntries: 1024);
    private static readonly HashMap<Service, Rule> Rules = new(maxEntries: 4096);
    private static readonly PerCpuArrayMap<ulong> Reasons = new(maxEntries: 8);

    private enum Reason : uint
    {
        Established,
        Allowed,
        NoZone,
        NoRule,
        Denied,
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Enforce(TcContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType != EtherType.IPv4)
            return TcAction.Ok;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.IsFragment)
            return TcAction.Shot;
        if (ip.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp))
            return TcAction.Ok;
        ref readonly UdpHeader ports = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + ip.HeaderLength);
        var flow = new Flow { Source = ip.Source, Destination = ip.Destination, SourcePort = ports.SourcePort, DestinationPort = ports.DestinationPort, Protocol = (uint)ip.Protocol };
        Reason reason = Decide(in flow);
        if (Reasons.TryGetRef((uint)reason, out Ref<ulong> count))
            count.Value++;
        return reason <= Reason.Allowed ? TcAction.Ok : TcAction.Shot;
    }

    private static Reason Decide(in Flow flow)
    {
        if (Connections.TryGetRef(in flow, out Ref<Tracked> known))
        {
            known.Value.Packets++;
            return Reason.Established;
        }

        if (!Zones.TryGetValue(Ipv4Prefix.Host(flow.Source), out uint zone))
            return Reason.NoZone;
        if (!Rules.TryGetRef(new Service { Zone = zone, Port = flow.DestinationPort, Protocol = (ushort)flow.Protocol }, out Ref<Rule> rule))
            return Reason.NoRule;
        if (rule.Value.Allow == 0)
            return Reason.Denied;

        var fresh = new Tracked { Packets = 1, Zone = zone };
        Connections.Set(in flow, in fresh);
        var reply = new Flow
        {
            Source = flow.Destination, Destination = flow.Source, SourcePort = flow.DestinationPort, DestinationPort = flow.SourcePort, Protocol = flow.Protocol,
        };
        fresh.Packets = 0;
        Connections.Set(in reply, in fresh);
        return Reason.Allowed;
    }

    public struct Flow
    {
        public Ipv4Address Source;
        public Ipv4Address Destination;
        public ushort SourcePort;
        public ushort DestinationPort;
        public uint Protocol;
    }

    public struct Tracked
    {
        public ulong Packets;
        public uint Zone;
        public uint Reserved;
    }

    public struct Service
    {
        public uint Zone;
        public ushort Port;
        public ushort Protocol;
    }

    public struct Rule
    {
        public uint Allow;
    }
}
