using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

// What carries packets in packets.
public static partial class InspectorPrograms
{
    private const int MaxGeneveOptions = 4;

    /// <summary>Goes into a tunnel, or says that a transport header stands at the cursor.</summary>
    private static Reason ReadTunnel(Packet packet, ref Cursor at)
    {
        switch (at.Key.Protocol)
        {
            case IpProtocol.Ipv4:
                at.Enter(at.EtherType == EtherType.IPv4 ? TunnelKind.Ipip : TunnelKind.InIpv6, Content.Network, EtherType.IPv4);
                return Reason.None;
            case IpProtocol.Ipv6:
                at.Enter(at.EtherType == EtherType.IPv4 ? TunnelKind.Ipv6InIpv4 : TunnelKind.InIpv6, Content.Network, EtherType.IPv6);
                return Reason.None;
            case IpProtocol.Gre:
                return ReadGre(packet, ref at);
            case IpProtocol.Udp when packet.TryHeader(at.Offset, out Ref<UdpHeader> udp):
                return udp.Value.DestinationPort switch
                {
                    VxlanHeader.Port => ReadVxlan(packet, ref at),
                    GeneveHeader.Port => ReadGeneve(packet, ref at),
                    _ => Stay(ref at),
                };
            default:
                return Stay(ref at);
        }
    }

    private static Reason Stay(ref Cursor at)
    {
        at.Content = Content.Transport;
        return Reason.None;
    }

    private static Reason ReadGre(Packet packet, ref Cursor at)
    {
        if (!packet.TryHeader(at.Offset, out Ref<GreHeader> header))
            return Reason.Truncated;
        GreHeader gre = header.Value;
        if (gre.Version != 0)
            return Reason.BadTunnel;
        if (gre.HasKey)
        {
            if (!packet.TryHeader(at.Offset + gre.KeyOffset, out Ref<BigEndianUInt32> key))
                return Reason.Truncated;
            at.Key.Network = key.Value;
        }

        at.Advance(gre.Length);
        return EnterByType(ref at, TunnelKind.Gre, gre.Protocol);
    }

    private static Reason ReadVxlan(Packet packet, ref Cursor at)
    {
        at.Advance(UdpHeader.Size);
        if (!packet.TryHeader(at.Offset, out Ref<VxlanHeader> vxlan))
            return Reason.Truncated;
        if (!vxlan.Value.HasNetwork)
            return Reason.BadTunnel;
        at.Key.Network = vxlan.Value.Network;
        at.Advance(VxlanHeader.Size);
        at.Enter(TunnelKind.Vxlan, Content.Frame, EtherType.None);
        return Reason.None;
    }

    private static Reason ReadGeneve(Packet packet, ref Cursor at)
    {
        at.Advance(UdpHeader.Size);
        if (!packet.TryHeader(at.Offset, out Ref<GeneveHeader> header))
            return Reason.Truncated;
        GeneveHeader geneve = header.Value;
        if (geneve.Version != 0 || geneve.IsControl)
            return Reason.BadTunnel;
        at.Key.Network = geneve.Network;
        at.Advance(GeneveHeader.Size);
        if (geneve.HasCriticalOptions)
        {
            Reason reason = FindCriticalOption(packet, at.Offset, at.Offset + geneve.OptionsLength);
            if (reason != Reason.None)
                return reason;
        }

        at.Advance(geneve.OptionsLength);
        return EnterByType(ref at, TunnelKind.Geneve, geneve.Protocol);
    }

    /// <summary>An endpoint that does not know a critical option drops the packet (RFC 8926, 3.5); of class 0x0103 all are known.</summary>
    private static Reason FindCriticalOption(Packet packet, int offset, int end)
    {
        for (int i = 0; i < MaxGeneveOptions && offset < end; i++)
        {
            if (!packet.TryHeader(offset, out Ref<GeneveOption> option))
                return Reason.Truncated;
            if (option.Value is { IsCritical: true, Class: var owner } && owner != 0x0103)
                return Reason.CriticalTunnelOption;
            offset += option.Value.Length;
        }

        return Reason.None;
    }

    private static Reason EnterByType(ref Cursor at, TunnelKind kind, EtherType type)
    {
        switch (type)
        {
            case GreHeader.TransparentEthernet:
                at.Enter(kind, Content.Frame, EtherType.None);
                return Reason.None;
            case EtherType.IPv4 or EtherType.IPv6:
                at.Enter(kind, Content.Network, type);
                return Reason.None;
            default:
                return Reason.NotIp;
        }
    }
}
