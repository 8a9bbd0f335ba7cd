using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Answers pings to our addresses in place.</summary>
[BpfLicense("GPL")]
public static partial class IcmpEcho
{
    private static readonly HashMap<Ipv4Address, ulong> Own = new(maxEntries: 256);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Reply(XdpContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.Protocol != IpProtocol.Icmp || ip.HeaderLength != Ipv4Header.Size || ip.IsFragment)
            return XdpAction.Pass;
        ref IcmpHeader icmp = ref ctx.Packet.Header<IcmpHeader>(EthernetHeader.Size + Ipv4Header.Size);
        if (icmp.Type != IcmpType.Echo || icmp.Code != 0 || !Own.TryGetRef(in ip.Destination, out Ref<ulong> replies))
            return XdpAction.Pass;

        replies.Value++;
        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
        (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
        icmp.Type = IcmpType.EchoReply;
        icmp.Checksum = InternetChecksum.Replace(icmp.Checksum, (ushort)((int)IcmpType.Echo << 8), 0);
        return XdpAction.Tx;
    }
}
