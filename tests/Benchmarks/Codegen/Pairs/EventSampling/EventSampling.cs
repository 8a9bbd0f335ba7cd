using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Tells user space of one packet in so many, through a ring buffer; what did not fit is counted.</summary>
[BpfLicense("GPL")]
public static partial class EventSampling
{
    private static readonly RingBufferMap<Sample> Samples = new(byteSize: 1 << 20);
    private static readonly LoadConstant<ulong> Every = 4;
    private static ulong s_seen;
    private static ulong s_lost;

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Observe(XdpContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ulong number = s_seen++;
        if (number % Every != 0)
            return XdpAction.Pass;

        var sample = new Sample { Number = number, Source = ip.Source, Destination = ip.Destination, Length = (uint)ctx.Length, Protocol = (byte)ip.Protocol };
        if (ip.Protocol is IpProtocol.Tcp or IpProtocol.Udp && ip.HeaderLength == Ipv4Header.Size
            && ctx.Packet.TryHeader(EthernetHeader.Size + Ipv4Header.Size, out Ref<UdpHeader> ports))
        {
            sample.SourcePort = ports.Value.SourcePort;
            sample.DestinationPort = ports.Value.DestinationPort;
        }

        if (!Samples.TryWrite(in sample))
            s_lost++;
        return XdpAction.Pass;
    }

    public struct Sample
    {
        public ulong Number;
        public Ipv4Address Source;
        public Ipv4Address Destination;
        public uint Length;
        public ushort SourcePort;
        public ushort DestinationPort;
        public byte Protocol;
        public byte Reserved0;
        public ushort Reserved1;
        public uint Reserved2;
    }
}
