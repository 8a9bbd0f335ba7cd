using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace ServiceBalancer;

/// <summary>Service addresses for containers: what they send to a service goes to one of its backends, and the reply seems to come from the service.</summary>
[BpfLicense("GPL")]
public static partial class Balancer
{
    private const ulong Second = 1_000_000_000;
    private const ulong FragmentLifetime = 30 * Second; // RFC 1122, 3.3.2

    private static readonly HashMap<ServiceKey, Service> Services = new(maxEntries: 4_096);
    private static readonly HashMap<BackendSlot, Place> Backends = new(maxEntries: 65_536);
    private static readonly LruHashMap<ConnectionKey, Place> Connections = new(maxEntries: 131_072);   // client and service -> backend
    private static readonly LruHashMap<ConnectionKey, Place> Replies = new(maxEntries: 131_072);       // client and backend -> service
    private static readonly LruHashMap<AffinityKey, Affinity> Affinities = new(maxEntries: 65_536);
    private static readonly LruHashMap<FragmentKey, FragmentedPacket> Fragments = new(maxEntries: 4_096);
    private static readonly LruPerCpuHashMap<Place, BackendCounter> Counters = new(maxEntries: 8_192); // by backend

    /// <summary>tc on ingress of the host's end of a client's veth: before the host routes.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FromClient(TcContext ctx)
    {
        var packet = default(PacketFacts);
        switch (PacketReader.Read(ctx, ref packet))
        {
            case PacketKind.Flow:
                return ToService(ctx, in packet);
            case PacketKind.LaterFragment:
                return Fragments.TryGetValue(new FragmentKey(in packet), out FragmentedPacket first) && Bpf.KtimeNs() - first.Since < FragmentLifetime
                    ? Pass(Translation.Destination(ctx, in packet, first.Place, hasPorts: false))
                    : TcAction.Next;
            case PacketKind.Error:
                // About a reply that the client has got: it names the service, and is to name the backend.
                return Connections.TryGetValue(new ConnectionKey(packet.Destination, packet.DestinationPort, packet.Source, packet.SourcePort, packet.Protocol), out Place backend)
                    ? Pass(ErrorTranslation.OfReply(ctx, in packet, backend))
                    : TcAction.Next;
            default:
                return TcAction.Next;
        }
    }

    /// <summary>tc on egress of the same veth: after the host has routed.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction ToClient(TcContext ctx)
    {
        var packet = default(PacketFacts);
        switch (PacketReader.Read(ctx, ref packet))
        {
            case PacketKind.Flow:
                if (!Replies.TryGetValue(new ConnectionKey(packet.Destination, packet.DestinationPort, packet.Source, packet.SourcePort, packet.Protocol), out Place service))
                    return TcAction.Next;
                if (packet.IsFirstFragment)
                    Fragments.Set(new FragmentKey(in packet), new FragmentedPacket { Place = service, Since = Bpf.KtimeNs() });
                return Pass(Translation.Source(ctx, in packet, service, hasPorts: true));
            case PacketKind.LaterFragment:
                return Fragments.TryGetValue(new FragmentKey(in packet), out FragmentedPacket first) && Bpf.KtimeNs() - first.Since < FragmentLifetime
                    ? Pass(Translation.Source(ctx, in packet, first.Place, hasPorts: false))
                    : TcAction.Next;
            case PacketKind.Error:
                // About a packet of the client: it names the backend, and is to name the service.
                return Replies.TryGetValue(new ConnectionKey(packet.Source, packet.SourcePort, packet.Destination, packet.DestinationPort, packet.Protocol), out Place named)
                    ? Pass(ErrorTranslation.OfRequest(ctx, in packet, named))
                    : TcAction.Next;
            default:
                return TcAction.Next;
        }
    }

    private static TcAction ToService(TcContext ctx, in PacketFacts packet)
    {
        if (packet.Protocol is (uint)IpProtocol.Icmp or (uint)IpProtocol.Icmpv6)
            return Services.ContainsKey(new ServiceKey(packet.Destination, 0, 0)) ? Answer(ctx, in packet) : TcAction.Next;

        var key = new ConnectionKey(packet.Source, packet.SourcePort, packet.Destination, packet.DestinationPort, packet.Protocol);
        bool isNew = (packet.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;
        if (isNew || !Connections.TryGetValue(in key, out Place backend))
        {
            var serviceKey = new ServiceKey(packet.Destination, packet.DestinationPort, (ushort)packet.Protocol);
            if (!Services.TryGetValue(in serviceKey, out Service service))
                return TcAction.Next;
            if (!TryChoose(in key, in serviceKey, in service, out backend))
                return TcAction.Shot;
            Connections.Set(in key, in backend);
            Replies.Set(
                new ConnectionKey(packet.Source, packet.SourcePort, backend.Address, (ushort)backend.Port, packet.Protocol),
                new Place(packet.Destination, packet.DestinationPort));
            Count(in backend, connections: 1, 0, 0);
        }

        Count(in backend, 0, packets: 1, (uint)ctx.Length);
        if (packet.IsFirstFragment)
            Fragments.Set(new FragmentKey(in packet), new FragmentedPacket { Place = backend, Since = Bpf.KtimeNs() });
        return Pass(Translation.Destination(ctx, in packet, backend, hasPorts: true));
    }

    // Pings of a service address, which no machine has; what else comes is dropped.
    private static TcAction Answer(TcContext ctx, in PacketFacts packet) => EchoReply.TryMake(ctx, in packet) ? ctx.Redirect(ctx.IfIndex) : TcAction.Shot;

    private static bool TryChoose(in ConnectionKey key, in ServiceKey serviceKey, in Service service, out Place backend)
    {
        backend = default;
        if (service.Backends == 0)
            return false;
        if (service.AffinitySeconds == 0)
            return Backends.TryGetValue(new BackendSlot(service.Set, ConnectionHash.Of(in key) % service.Backends), out backend);

        var client = new AffinityKey(key.Client, in serviceKey);
        ulong now = Bpf.KtimeNs();
        if (Affinities.TryGetValue(in client, out Affinity last) && last.Set == service.Set && now - last.LastUsed < service.AffinitySeconds * Second)
            backend = last.Backend;
        else if (!Backends.TryGetValue(new BackendSlot(service.Set, ConnectionHash.Of(in key) % service.Backends), out backend))
            return false;
        Affinities.Set(in client, new Affinity { Backend = backend, Set = service.Set, LastUsed = now });
        return true;
    }

    private static void Count(in Place backend, uint connections, uint packets, uint bytes)
    {
        if (!Counters.TryGetRef(in backend, out Ref<BackendCounter> counter))
        {
            Counters.Set(in backend, default);
            if (!Counters.TryGetRef(in backend, out counter))
                return;
        }

        counter.Value.Connections += connections;
        counter.Value.Packets += packets;
        counter.Value.Bytes += bytes;
    }

    // A packet that can't be translated must not leave with an address that is nobody's.
    private static TcAction Pass(bool translated) => translated ? TcAction.Next : TcAction.Shot;
}
