using System.Buffers.Binary;
using System.Collections.Generic;
using BpfSharp.Protocols;
using BpfSharp.Simulation.Kernel;
using BpfSharp.Simulation.Run;

namespace BpfSharp.Simulation;

/// <summary>What the kernel knows of a packet beside its bytes, for a simulated run. The defaults are those of the kernel's test runs.</summary>
public sealed record TcRunOptions
{
    internal static readonly TcRunOptions Default = new();

    /// <summary>How many of the packet's bytes are linear; <see langword="null"/>: all. On real interfaces often only the headers are.</summary>
    public int? LinearLength { get; init; }

    /// <summary>Index of the interface that the program runs on.</summary>
    public uint IfIndex { get; init; } = 1;

    /// <summary>Index of the interface that the packet came in by; 0: it is of this host.</summary>
    public uint IngressIfIndex { get; init; }

    /// <summary>Whom the packet is for; <see langword="null"/>: as its destination address says, <see cref="PacketType.OtherHost"/> for unicast.</summary>
    public PacketType? PacketType { get; init; }

    /// <summary>Protocol; <see langword="null"/>: as in its Ethernet header.</summary>
    public EtherType? Protocol { get; init; }

    /// <summary>The packet's mark.</summary>
    public uint Mark { get; init; }

    /// <summary>The packet's priority.</summary>
    public uint Priority { get; init; }

    /// <summary>Queue mapping.</summary>
    public uint QueueMapping { get; init; }

    /// <summary>Traffic control index.</summary>
    public uint TcIndex { get; init; }

    /// <summary>Class.</summary>
    public uint ClassId { get; init; }

    /// <summary>Flow hash.</summary>
    public uint Hash { get; init; }

    /// <summary>Time stamp in nanoseconds.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>Number of segments that the packet is to become.</summary>
    public uint GsoSegments { get; init; }

    /// <summary>Payload bytes of each segment.</summary>
    public uint GsoSize { get; init; }

    /// <summary>A VLAN tag beside the packet's bytes.</summary>
    public ushort? VlanTag { get; init; }

    /// <summary>Protocol of <see cref="VlanTag"/>.</summary>
    public EtherType VlanProtocol { get; init; } = EtherType.Vlan;

    /// <summary>Clock of <see cref="Timestamp"/>.</summary>
    public TimestampClock TimestampClock { get; init; }

    /// <summary>Class of the sender's net_cls cgroup (v1).</summary>
    public uint CgroupClassId { get; init; }

    /// <summary>Numbers of the cgroups (v2) of the packet's socket, from the root to its own; empty: there is no socket.</summary>
    public IReadOnlyList<ulong> Cgroups { get; init; } = [1];

    /// <summary>Realm of the packet's route.</summary>
    public uint RouteRealm { get; init; }

    /// <summary>The packet's socket, as <see cref="TcContext.Socket"/> shows it; <see langword="null"/>: none. The kernel's test runs give it one of no family.</summary>
    public SimulatedSocket? Socket { get; init; }

    /// <summary>The number of the packet's socket; 0: there is none.</summary>
    public ulong SocketCookie { get; init; } = 1;

    /// <summary>The owner of the packet's socket.</summary>
    public uint SocketUserId { get; init; }

    /// <summary>The number of the network namespace; 1 is the initial one.</summary>
    public ulong NetworkNamespaceCookie { get; init; } = 1;

    /// <summary>Whether the program runs on the receiving side of the interface, where packets can be given to sockets; the kernel's test runs say no.</summary>
    public bool IsIngress { get; init; }

    /// <summary>The tunnel that the packet came through.</summary>
    public TunnelKey? TunnelKey { get; init; }

    /// <summary>With <see cref="TunnelKey"/>: whether it is an IPv6 tunnel.</summary>
    public bool TunnelIsIpv6 { get; init; }

    /// <summary>With <see cref="TunnelKey"/>: the options of the tunnel's header.</summary>
    public IReadOnlyList<byte> TunnelOptions { get; init; } = [];

    internal TcContext CreateContext(PacketBuffer buffer) => new(buffer, CreateState())
    {
        IfIndex = IfIndex,
        IngressIfIndex = IngressIfIndex,
        RawPacketType = (uint)(PacketType ?? EthernetReception.PacketTypeOf(buffer.All)),
        RawProtocol = BinaryPrimitives.ReverseEndianness((ushort)(Protocol ?? EthernetReception.ProtocolOf(buffer.All))),
        Mark = Mark,
        Priority = Priority,
        QueueMapping = QueueMapping,
        TcIndex = TcIndex,
        ClassId = ClassId,
        Hash = Hash,
        Timestamp = Timestamp,
        WireLength = (uint)buffer.Length,
        GsoSegments = GsoSegments,
        GsoSize = GsoSize,
        RawVlanPresent = VlanTag is null ? 0u : 1u,
        VlanTag = VlanTag ?? 0u,
        RawVlanProtocol = VlanTag is null ? 0u : BinaryPrimitives.ReverseEndianness((ushort)VlanProtocol),
        RawTimestampClock = (byte)TimestampClock,
    };

    private SkbState CreateState() => new()
    {
        HashIsKnown = Hash != 0,
        IsIngress = IsIngress,
        Tunnel = TunnelKey is { } key ? SkbTunnel.Received(key, TunnelIsIpv6, [.. TunnelOptions]) : null,
        CgroupClassId = CgroupClassId,
        Cgroups = Cgroups,
        RouteRealm = RouteRealm,
        Socket = Socket,
        SocketCookie = SocketCookie,
        SocketUserId = SocketUserId,
        NetworkNamespaceCookie = NetworkNamespaceCookie,
    };
}
