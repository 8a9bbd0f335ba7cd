using BpfSharp;
using BpfSharp.Protocols;

namespace DdosPipeline;

/// <summary>A flood's source, and the least that can stand against it. Run over live frames, each of which leaves by the interface that it is said to have come in by.</summary>
[BpfLicense("GPL")]
public static partial class Flood
{
    private const uint Only = 0;

    private static readonly ArrayMap<FloodPacket> Kinds = new(maxEntries: 256);
    private static readonly PerCpuArrayMap<uint> Next = new(maxEntries: 1);

    // How many kinds of packets there are; they take turns.
    private static uint s_kindCount;

    /// <summary>Sends a UDP packet over IPv4 without options.</summary>
    [XdpProgram]
    public static XdpAction Send(XdpContext ctx)
    {
        ref UdpHeader udp = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + Ipv4Header.Size);
        ref ulong payload = ref ctx.Packet.Header<ulong>(EthernetHeader.Size + Ipv4Header.Size + UdpHeader.Size);
        ref uint next = ref Next[Only];
        uint turn = next < s_kindCount ? next : 0;
        next = turn + 1;
        ref FloodPacket kind = ref Kinds[turn];

        // Frames come again as they were left: what is right already stays in the caches of who reads it.
        if (udp.DestinationPort != (ushort)kind.Port || payload != kind.Payload)
        {
            udp.DestinationPort = (ushort)kind.Port;
            payload = kind.Payload;
        }

        return XdpAction.Tx;
    }

    /// <summary>Sends a frame as it is.</summary>
    [XdpProgram]
    public static XdpAction Emit(XdpContext ctx) => XdpAction.Tx;

    /// <summary>Drops all.</summary>
    [XdpProgram]
    public static XdpAction Discard(XdpContext ctx) => XdpAction.Drop;
}
