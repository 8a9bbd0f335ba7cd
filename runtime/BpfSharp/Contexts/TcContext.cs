using System.Buffers.Binary;
using BpfSharp.Protocols;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp;

/// <summary>What a traffic control program is told about the packet (<c>struct __sk_buff</c>).</summary>
[BpfContext(Program = "tc")]
public sealed partial class TcContext : PacketContext
{
    private const uint NoQueueMapping = ushort.MaxValue; // NO_QUEUE_MAPPING

    internal TcContext(PacketBuffer buffer, SkbState state)
        : base(buffer) => State = state;

    /// <summary>Bytes of the whole packet, the linear part and the rest.</summary>
    public int Length
    {
        [BpfFunction]
        get => (int)RawLength;
    }

    /// <summary>Whom the packet is for (<c>PACKET_*</c> of <c>if_packet.h</c>).</summary>
    public PacketType PacketType
    {
        [BpfFunction]
        get => (PacketType)RawPacketType;
    }

    /// <summary>The packet's mark, as firewall rules and routing policy see it.</summary>
    [BpfContextField("mark", 8, 4)]
    public uint Mark { get; set; }

    /// <summary>Queue mapping: of the receive queue that the packet came by, or of the transmit queue to use (plus 1; 0: not chosen). 16 bits: a number from 65,535 on is not written.</summary>
    [BpfContextField("queue_mapping", 12, 4)]
    public uint QueueMapping
    {
        get;
        set
        {
            if (value < NoQueueMapping)
                field = value;
        }
    }

    /// <summary>The packet's protocol as the stack sees it; of a packet with an accelerated VLAN tag, the protocol inside.</summary>
    public EtherType Protocol
    {
        [BpfFunction]
        get => (EtherType)BinaryPrimitives.ReverseEndianness((ushort)RawProtocol);
    }

    /// <summary>Whether the packet has a VLAN tag that is not in its bytes but beside them.</summary>
    public bool HasVlanTag
    {
        [BpfFunction]
        get => RawVlanPresent != 0;
    }

    /// <summary>The tag beside the packet: priority (3 bits), drop eligible (1 bit), VLAN (12 bits).</summary>
    [BpfContextField("vlan_tci", 24, 4)]
    public uint VlanTag { get; internal set; }

    /// <summary>Protocol of the tag beside the packet: <see cref="EtherType.Vlan"/> or <see cref="EtherType.ProviderVlan"/>.</summary>
    public EtherType VlanProtocol
    {
        [BpfFunction]
        get => (EtherType)BinaryPrimitives.ReverseEndianness((ushort)RawVlanProtocol);
    }

    /// <summary>The packet's priority: queueing disciplines choose by it; a class handle (<c>major:minor</c>) steers classful ones.</summary>
    [BpfContextField("priority", 32, 4)]
    public uint Priority { get; set; }

    /// <summary>Index of the interface that the packet came in by; 0 for packets of this host.</summary>
    [BpfContextField("ingress_ifindex", 36, 4)]
    public uint IngressIfIndex { get; internal set; }

    /// <summary>Index of the interface that the program runs on.</summary>
    [BpfContextField("ifindex", 40, 4)]
    public uint IfIndex { get; internal set; } = 1;

    /// <summary>Traffic control index, for queueing disciplines such as <c>dsmark</c>. 16 bits: what is written beyond them is lost.</summary>
    [BpfContextField("tc_index", 44, 4)]
    public uint TcIndex { get; set => field = (ushort)value; }

    /// <summary>First of five words that programs of one packet may share (<c>cb[0]</c>).</summary>
    [BpfContextField("cb", 48, 4)]
    public uint Control0 { get; set; }

    /// <summary>Second word that programs of one packet may share (<c>cb[1]</c>).</summary>
    [BpfContextField("cb", 52, 4)]
    public uint Control1 { get; set; }

    /// <summary>Third word that programs of one packet may share (<c>cb[2]</c>).</summary>
    [BpfContextField("cb", 56, 4)]
    public uint Control2 { get; set; }

    /// <summary>Fourth word that programs of one packet may share (<c>cb[3]</c>).</summary>
    [BpfContextField("cb", 60, 4)]
    public uint Control3 { get; set; }

    /// <summary>Fifth word that programs of one packet may share (<c>cb[4]</c>).</summary>
    [BpfContextField("cb", 64, 4)]
    public uint Control4 { get; set; }

    /// <summary>Hash of the packet's flow, if it has been computed; otherwise 0.</summary>
    [BpfContextField("hash", 68, 4)]
    public uint Hash { get; internal set; }

    /// <summary>Class (<c>major:minor</c>) of the classifying filter's result, or of the realm on egress. 16 bits: what is written beyond them is lost.</summary>
    [BpfContextField("tc_classid", 72, 4)]
    public uint ClassId { get; set => field = (ushort)value; }

    /// <summary>Number of the busy-polling instance (NAPI) that received the packet.</summary>
    [BpfContextField("napi_id", 84, 4)]
    public uint NapiId { get; internal set; }

    /// <summary>The packet's time stamp in nanoseconds: of its reception, or when it is to be sent (<c>fq</c>); 0: none (Linux 5.0).</summary>
    [BpfContextField("tstamp", 152, 8)]
    public ulong Timestamp { get; set; }

    /// <summary>Bytes that go over the wire for this packet, counting the headers of all segments (Linux 5.0).</summary>
    [BpfContextField("wire_len", 160, 4)]
    public uint WireLength { get; internal set; }

    /// <summary>Number of segments that the packet will become (Linux 5.1); 0 where it is not segmented.</summary>
    [BpfContextField("gso_segs", 164, 4)]
    public uint GsoSegments { get; internal set; }

    /// <summary>Payload bytes of each segment (Linux 5.7); 0 where it is not segmented.</summary>
    [BpfContextField("gso_size", 176, 4)]
    public uint GsoSize { get; internal set; }

    /// <summary>When the device sent or received the packet, by its own clock, in nanoseconds (Linux 5.16); 0: it does not tell.</summary>
    [BpfContextField("hwtstamp", 184, 8, Since = "5.16")]
    public ulong HardwareTimestamp { get; internal set; }

    [BpfContextField("len", 0, 4)]
    internal uint RawLength => (uint)Buffer.Length;

    [BpfContextField("pkt_type", 4, 4)]
    internal uint RawPacketType { get; set; }

    // __be16 in a 32-bit field: network byte order in the low half.
    [BpfContextField("protocol", 16, 4)]
    internal uint RawProtocol { get; set; }

    [BpfContextField("vlan_present", 20, 4)]
    internal uint RawVlanPresent { get; set; }

    [BpfContextField("vlan_proto", 28, 4)]
    internal uint RawVlanProtocol { get; set; }

    [BpfContextField("tstamp_type", 180, 1, Since = "5.18")]
    internal byte RawTimestampClock { get; set; }

    internal SkbState State { get; }

    internal override uint DeviceIndex => IfIndex;
}
