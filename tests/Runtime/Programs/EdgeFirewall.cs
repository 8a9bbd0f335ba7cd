using BpfSharp.Protocols;

namespace BpfSharp.Runtime.Tests.Programs;

/// <summary>The example of the design page, as written there.</summary>
[BpfLicense("GPL")]
public static partial class EdgeFirewall
{
    static readonly LpmTrieMap<Ipv4Prefix, uint> Denied = new(maxEntries: 10_000);
    static readonly PerCpuArrayMap<Counter> Drops = new(maxEntries: 256);
    static readonly RingBufferMap<DropEvent> Events = new(byteSize: 1 << 20);

    static readonly LoadConstant<uint> SampleEvery = 64;      // .rodata: may be set before load
    static ulong s_seen;                                      // .bss: shared with user space

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Filter(XdpContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return XdpAction.Pass;

        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        s_seen++;
        if (!Denied.TryGetValue(Ipv4Prefix.Host(ip.Source), out uint rule))
            return XdpAction.Pass;

        Drops[rule].Add(ctx.Length);
        if (Bpf.Random() % SampleEvery == 0)
            Events.TryWrite(new DropEvent(ip.Source, rule));
        return XdpAction.Drop;
    }
}
