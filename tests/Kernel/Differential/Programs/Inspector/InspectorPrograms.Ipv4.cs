using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

// IPv4 with options and fragments.
public static partial class InspectorPrograms
{
    private const int MaxIpv4Options = 6;

    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte LooseSourceRoute = 131;
    private const byte StrictSourceRoute = 137;

    private static Reason ReadIpv4(Packet packet, ref Cursor at)
    {
        if (!packet.TryHeader(at.Offset, out Ref<Ipv4Header> header))
            return Reason.Truncated;
        ref Ipv4Header ip = ref header.Value;
        if (ip.Version != 4)
            return Reason.BadVersion;
        int headerLength = ip.HeaderLength;
        if (headerLength < Ipv4Header.Size || ip.TotalLength < headerLength)
            return Reason.BadHeaderLength;
        if (ip.TimeToLive == 0)
            return Reason.Expired;

        at.Key.Source = Map(ip.Source);
        at.Key.Destination = Map(ip.Destination);
        at.Key.Protocol = ip.Protocol;
        at.PayloadLength = ip.TotalLength - headerLength;
        if (ip.IsFragment)
            at.Traits |= FlowTraits.HasFragments;
        bool isLater = ip.FragmentOffset != 0;
        Reason reason = headerLength > Ipv4Header.Size ? ReadIpv4Options(packet, at.Offset + Ipv4Header.Size, at.Offset + headerLength) : Reason.None;
        at.Advance(headerLength);
        if (reason != Reason.None)
            return reason;
        return isLater ? Reason.LaterFragment : Reason.None;
    }

    private static Reason ReadIpv4Options(Packet packet, int offset, int end)
    {
        for (int i = 0; i < MaxIpv4Options && offset < end; i++)
        {
            if (!packet.TryHeader(offset, out Ref<byte> kind))
                return Reason.Truncated;
            switch (kind.Value)
            {
                case EndOfOptions:
                    return Reason.None;
                case NoOperation:
                    offset++;
                    continue;
                case LooseSourceRoute or StrictSourceRoute:
                    return Reason.SourceRoute;
            }

            if (!packet.TryHeader(offset + 1, out Ref<byte> length))
                return Reason.Truncated;
            if (length.Value < 2 || offset + length.Value > end)
                return Reason.BadOption;
            offset += length.Value;
        }

        return Reason.None;
    }

    private static Ipv6Address Map(Ipv4Address address) => Ipv6Address.FromWords(0, 0, 0xffff, address.HostOrder);
}
