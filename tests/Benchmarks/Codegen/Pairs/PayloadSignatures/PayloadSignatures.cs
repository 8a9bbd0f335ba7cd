using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Drops UDP packets whose payload matches one of eight signatures: eight bytes under a mask, at an offset, for a port.</summary>
[BpfLicense("GPL")]
public static partial class PayloadSignatures
{
    private const uint MaxSignatures = 8;

    private static readonly ArrayMap<Signature> Signatures = new(maxEntries: MaxSignatures);
    private static readonly PerCpuArrayMap<ulong> Hits = new(maxEntries: MaxSignatures);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Match(XdpContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.Protocol != IpProtocol.Udp || ip.HeaderLength != Ipv4Header.Size || ip.IsFragment)
            return XdpAction.Pass;
        ushort port = ctx.Packet.Header<UdpHeader>(EthernetHeader.Size + Ipv4Header.Size).DestinationPort;
        for (uint i = 0; i < MaxSignatures; i++)
        {
            if (!Signatures.TryGetRef(i, out Ref<Signature> found) || found.Value.Mask == 0)
                break;
            if (found.Value.Port != 0 && found.Value.Port != port)
                continue;
            int offset = EthernetHeader.Size + Ipv4Header.Size + UdpHeader.Size + (found.Value.Offset & 0xff);
            if (!ctx.Packet.TryHeader(offset, out Ref<ulong> bytes) || (bytes.Value & found.Value.Mask) != found.Value.Value)
                continue;
            if (Hits.TryGetRef(i, out Ref<ulong> hits))
                hits.Value++;
            return XdpAction.Drop;
        }

        return XdpAction.Pass;
    }

    public struct Signature
    {
        public ulong Mask;
        public ulong Value;
        public ushort Port;
        public ushort Offset;
        public uint Reserved;
    }
}
