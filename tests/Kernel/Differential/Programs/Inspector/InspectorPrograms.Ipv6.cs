using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

// IPv6 with extension headers.
public static partial class InspectorPrograms
{
    private const int MaxExtensions = 5;

    private static Reason ReadIpv6(Packet packet, ref Cursor at)
    {
        if (!packet.TryHeader(at.Offset, out Ref<Ipv6Header> header))
            return Reason.Truncated;
        ref Ipv6Header ip = ref header.Value;
        if (ip.Version != 6)
            return Reason.BadVersion;
        if (ip.HopLimit == 0)
            return Reason.Expired;
        at.Key.Source = ip.Source;
        at.Key.Destination = ip.Destination;
        at.Key.Protocol = ip.NextHeader;
        at.PayloadLength = ip.PayloadLength;
        at.Advance(Ipv6Header.Size);
        return ReadExtensions(packet, ref at);
    }

    private static Reason ReadExtensions(Packet packet, ref Cursor at)
    {
        for (int i = 0; i < MaxExtensions; i++)
        {
            switch (at.Key.Protocol)
            {
                case IpProtocol.HopByHop when i > 0:
                    return Reason.MisplacedExtension;
                case IpProtocol.Fragment:
                    if (!packet.TryHeader(at.Offset, out Ref<Ipv6FragmentHeader> fragment))
                        return Reason.Truncated;
                    if (fragment.Value.HasMore || fragment.Value.Offset != 0)
                        at.Traits |= FlowTraits.HasFragments;
                    at.Key.Protocol = fragment.Value.NextHeader;
                    Skip(ref at, Ipv6FragmentHeader.Size);
                    if (fragment.Value.Offset != 0)
                        return Reason.LaterFragment;
                    break;
                case IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.DestinationOptions or IpProtocol.Ah:
                    if (!packet.TryHeader(at.Offset, out Ref<Ipv6Extension> extension))
                        return Reason.Truncated;
                    Skip(ref at, at.Key.Protocol == IpProtocol.Ah ? extension.Value.AuthenticationLength : extension.Value.Length);
                    at.Key.Protocol = extension.Value.NextHeader;
                    break;
                case IpProtocol.NoNext:
                    return Reason.NoPayload;
                default:
                    return Reason.None;
            }
        }

        return Reason.TooManyExtensions;
    }

    private static void Skip(ref Cursor at, int bytes)
    {
        at.Advance(bytes);
        at.PayloadLength -= bytes;
    }
}
