using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>tc: rewrites the DSCP of IPv4 and IPv6 by a table and gives the packet the class's priority and mark.</summary>
[BpfLicense("GPL")]
public static partial class DscpMark
{
    private static readonly ArrayMap<Class> Classes = new(maxEntries: 64);

    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction Mark(TcContext ctx)
    {
        EtherType type = ctx.Packet.Header<EthernetHeader>(0).EtherType;
        if (type == EtherType.IPv4)
        {
            ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
            if (!Classes.TryGetRef((uint)ip.Dscp, out Ref<Class> found) || found.Value.IsActive == 0)
                return TcAction.Ok;
            byte old = ip.TypeOfService;
            byte now = (byte)((found.Value.Dscp << 2) | (old & 3));
            ip.TypeOfService = now;
            ip.Checksum = InternetChecksum.Replace(ip.Checksum, (ushort)old, (ushort)now);
            Apply(ctx, in found.Value);
        }
        else if (type == EtherType.IPv6)
        {
            ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
            byte old = ip.TrafficClass;
            if (!Classes.TryGetRef((uint)old >> 2, out Ref<Class> found) || found.Value.IsActive == 0)
                return TcAction.Ok;
            ip.TrafficClass = (byte)((found.Value.Dscp << 2) | (old & 3));
            Apply(ctx, in found.Value);
        }

        return TcAction.Ok;
    }

    private static void Apply(TcContext ctx, in Class found)
    {
        ctx.Priority = found.Priority;
        ctx.Mark = found.Mark;
    }

    public struct Class
    {
        public uint Priority;
        public uint Mark;
        public byte Dscp;
        public byte IsActive;
        public ushort Reserved;
    }
}
