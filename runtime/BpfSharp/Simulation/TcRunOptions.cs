using System.Buffers.Binary;
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

    internal TcContext CreateContext(PacketBuffer buffer) => new(buffer)
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
    };
}
