using BpfSharp;
using BpfSharp.Protocols;

namespace TcModes;

/// <summary>Writes stamps into probes, with the UDP checksum kept right.</summary>
internal static class ProbeStamp
{
    private const uint ChecksumInUdp = 6;

    /// <summary>Reads where a packet goes.</summary>
    /// <param name="ctx">The packet.</param>
    /// <param name="port">Its destination port; 0: none.</param>
    /// <param name="udp">Where its UDP header is, in bytes from the packet's start.</param>
    /// <returns>Whether it is IPv4 and UDP, and no later fragment.</returns>
    public static bool TryFind(TcContext ctx, out ushort port, out int udp)
    {
        port = 0;
        udp = 0;
        if (!ctx.Packet.TryHeader(0, out Ref<EthernetHeader> eth) || eth.Value.EtherType != EtherType.IPv4)
            return false;
        if (!ctx.Packet.TryHeader(EthernetHeader.Size, out Ref<Ipv4Header> ip) || ip.Value.Protocol != IpProtocol.Udp || ip.Value.FragmentOffset != 0)
            return false;
        udp = EthernetHeader.Size + ip.Value.HeaderLength;
        if (!ctx.Packet.TryHeader(udp, out Ref<UdpHeader> header))
            return false;
        port = header.Value.DestinationPort;
        return true;
    }

    /// <summary>Sets some bits of the two stamps.</summary>
    /// <param name="ctx">The packet.</param>
    /// <param name="udp">Where its UDP header is, in bytes from the packet's start.</param>
    /// <param name="stamp">The bits as they stand in memory.</param>
    /// <returns>False for a packet too short to be a probe.</returns>
    public static bool Write(TcContext ctx, int udp, ushort stamp)
    {
        uint place = (uint)udp + UdpHeader.Size + ProbePacket.StampOffset;
        if (!ctx.TryLoad(place, out ushort old))
            return false;
        ushort stamped = (ushort)(old | stamp);
        return ctx.ReplaceInTransportChecksum((uint)udp + ChecksumInUdp, old, stamped, sizeof(ushort), TransportChecksumFlags.MangledZero)
            && ctx.TryStore(place, stamped);
    }
}
