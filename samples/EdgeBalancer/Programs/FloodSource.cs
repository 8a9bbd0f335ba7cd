using BpfSharp;
using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>Who floods: writes each live frame anew, and sends it out of the interface that it is run for.</summary>
[BpfLicense("GPL")]
public static partial class FloodSource
{
    public const int FrameSize = 58;

    private const ushort FirstWord = 0x4500;
    private const ushort DontFragment = 0x4000;
    private const byte HopLimit = 64;
    private const uint LeastPort = 1_024;
    private const ulong Golden = 0x9e37_79b9_7f4a_7c15; // the upper half of a product is as good as another random number
    private const int IpLength = FrameSize - EthernetHeader.Size;

    private static MacAddress s_from;
    private static MacAddress s_to;

    // Sources are the base and so many random bits below.
    private static Ipv4Address s_source;
    private static uint s_randomBits;
    private static uint s_portBits;
    private static Ipv4Address s_destination;
    private static uint s_port;
    private static bool s_isSyn;

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Send(XdpContext ctx)
    {
        uint random = Bpf.Random();
        Ipv4Address source = Ipv4Address.FromHostOrder(s_source.HostOrder | (random & s_randomBits));
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        eth.Source = s_from;
        eth.Destination = s_to;
        eth.EtherType = EtherType.IPv4;
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ip = default;
        ip.Version = 4;
        ip.HeaderLength = Ipv4Header.Size;
        ip.TotalLength = IpLength;
        ip.DontFragment = true;
        ip.TimeToLive = HopLimit;
        ip.Protocol = s_isSyn ? IpProtocol.Tcp : IpProtocol.Udp;
        ip.Source = source;
        ip.Destination = s_destination;
        uint addresses = Sum(source.HostOrder) + Sum(s_destination.HostOrder);
        ip.Checksum = (ushort)~InternetChecksum.Fold(addresses + FirstWord + IpLength + DontFragment + (uint)(HopLimit << 8 | (byte)ip.Protocol));
        ushort port = (ushort)(LeastPort + (uint)((random * Golden) >> 32 & s_portBits));
        if (s_isSyn)
            WriteSyn(ctx, port, random, addresses);
        else
            WriteDatagram(ctx, port);
        return XdpAction.Tx;
    }

    private static void WriteSyn(XdpContext ctx, ushort port, uint number, uint addresses)
    {
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(EthernetHeader.Size + Ipv4Header.Size);
        tcp = default;
        tcp.SourcePort = port;
        tcp.DestinationPort = (ushort)s_port;
        tcp.SequenceNumber = number;
        tcp.HeaderLength = IpLength - Ipv4Header.Size; // options of zeros: their end
        tcp.Flags = TcpFlags.Syn;
        tcp.Window = ushort.MaxValue;
        ref uint options = ref ctx.Packet.Header<uint>(EthernetHeader.Size + Ipv4Header.Size + TcpHeader.Size);
        options = 0;
        uint sum = addresses + (uint)IpProtocol.Tcp + (IpLength - Ipv4Header.Size) + port + s_port + Sum(number) + ushort.MaxValue;
        sum += (uint)((IpLength - Ipv4Header.Size) << 10) + (uint)TcpFlags.Syn;
        tcp.Checksum = (ushort)~InternetChecksum.Fold(sum);
    }

    private static void WriteDatagram(XdpContext ctx, ushort port)
    {
        ref UdpHeader udp = ref ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + Ipv4Header.Size);
        udp = default; // without a checksum
        udp.SourcePort = port;
        udp.DestinationPort = (ushort)s_port;
        udp.Length = IpLength - Ipv4Header.Size;
    }

    private static uint Sum(uint word) => (word >> 16) + (ushort)word;
}
