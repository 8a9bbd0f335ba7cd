using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

// Ethernet, VLAN tags, and the choice of the network layer.
public static partial class InspectorPrograms
{
    private const int MaxVlans = 3;

    private static Reason ReadFrame(Packet packet, ref Cursor at)
    {
        if (!packet.TryHeader(at.Offset, out Ref<EthernetHeader> ethernet))
            return Reason.Truncated;
        at.EtherType = ethernet.Value.EtherType;
        at.Advance(EthernetHeader.Size);
        for (int depth = 0; depth < MaxVlans && IsTag(at.EtherType); depth++)
        {
            if (!packet.TryHeader(at.Offset, out Ref<VlanHeader> vlan))
                return Reason.Truncated;

            // The tag next to the packet is the customer's.
            at.Key.Vlan = (ushort)vlan.Value.VlanId;
            at.EtherType = vlan.Value.EtherType;
            at.Advance(VlanHeader.Size);
        }

        return IsTag(at.EtherType) ? Reason.TooManyVlans : Reason.None;
    }

    private static Reason ReadNetwork(Packet packet, ref Cursor at)
    {
        if (at.Tunnels == 0)
            (at.OuterNetwork, at.OuterType) = (at.Offset, at.EtherType);
        return at.EtherType switch
        {
            EtherType.IPv4 => ReadIpv4(packet, ref at),
            EtherType.IPv6 => ReadIpv6(packet, ref at),
            _ => Reason.NotIp,
        };
    }

    private static bool IsTag(EtherType type) => type is EtherType.Vlan or EtherType.ProviderVlan;
}
