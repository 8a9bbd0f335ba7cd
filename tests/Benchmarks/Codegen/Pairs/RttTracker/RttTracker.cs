using System.Runtime.InteropServices;
using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Round-trip times of TCP flows from their timestamp options: when an echo comes back, the time since its original goes into a histogram.</summary>
[BpfLicense("GPL")]
public static partial class RttTracker
{
    private const int MaxOptions = 8;
    private const byte EndOfOptions = 0, NoOperation = 1, Timestamps = 8;

    private static readonly LruHashMap<Sent, ulong> Pending = new(maxEntries: 16_384);
    private static readonly PerCpuArrayMap<ulong> Histogram = new(maxEntries: 65);

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Track(XdpContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType != EtherType.IPv4)
            return XdpAction.Pass;
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ip.Protocol != IpProtocol.Tcp || ip.IsFragment)
            return XdpAction.Pass;
        int offset = EthernetHeader.Size + ip.HeaderLength;
        ref readonly TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(offset);
        int end = offset + tcp.HeaderLength;
        offset += TcpHeader.Size;
        for (int i = 0; i < MaxOptions && offset < end; i++)
        {
            ref readonly Option option = ref ctx.Packet.Header<Option>(offset);
            if (option.Kind == EndOfOptions)
                break;
            if (option.Kind == NoOperation)
            {
                offset++;
                continue;
            }

            if (option.Kind == Timestamps)
            {
                if (option.Length != 10)
                    break;
                ref readonly TimestampOption stamps = ref ctx.Packet.Header<TimestampOption>(offset);
                Match(in ip, in tcp, stamps.Value, stamps.Echo);
                break;
            }

            if (option.Length < 2)
                break;
            offset += option.Length;
        }

        return XdpAction.Pass;
    }

    private static void Match(in Ipv4Header ip, in TcpHeader tcp, uint value, uint echo)
    {
        ulong now = Bpf.KtimeNs();
        var sent = new Sent { Source = ip.Source, Destination = ip.Destination, SourcePort = tcp.SourcePort, DestinationPort = tcp.DestinationPort, Value = value };
        Pending.TryAdd(in sent, in now);
        if (echo == 0)
            return;
        var original = new Sent { Source = ip.Destination, Destination = ip.Source, SourcePort = tcp.DestinationPort, DestinationPort = tcp.SourcePort, Value = echo };
        if (!Pending.TryGetValue(in original, out ulong then))
            return;
        Pending.Remove(in original);
        uint bucket = now > then ? 1u : 0u;
        if (Histogram.TryGetRef(bucket, out Ref<ulong> count))
            count.Value++;
    }

    public struct Option
    {
        public byte Kind;
        public byte Length;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct TimestampOption
    {
        public byte Kind;
        public byte Length;
        public BigEndianUInt32 Value;
        public BigEndianUInt32 Echo;
    }

    public struct Sent
    {
        public Ipv4Address Source;
        public Ipv4Address Destination;
        public ushort SourcePort;
        public ushort DestinationPort;
        public uint Value;
    }
}
