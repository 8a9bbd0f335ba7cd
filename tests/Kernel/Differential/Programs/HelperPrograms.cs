using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>One helper after another with numbers from the packet; what they answer goes to <c>Answers</c>.</summary>
public static partial class HelperPrograms
{
    private static readonly ArrayMap<long> Answers = new(maxEntries: 8);
    private static readonly LpmTrieMap<Ipv4Prefix, uint> Trie = new(maxEntries: 8);
    private static readonly PerCpuHashMap<uint, Counter> Counts = new(maxEntries: 4);
    private static readonly LruHashMap<Ipv6Address, uint> Lru = new(maxEntries: 64);
    private static readonly RingBufferMap<long> Ring = new(byteSize: 4096);
    private static readonly XdpProgramArrayMap Stages = new(maxEntries: 4);

    [XdpProgram]
    public static XdpAction Head(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int first = (int)o.A, second = (int)o.B;
        Answers[0] = ctx.AdjustHead(first) ? 1 : 0;
        Answers[1] = ctx.Length;
        Answers[2] = ctx.AdjustHead(second) ? 1 : 0;
        Answers[3] = ctx.Length;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Tail(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int first = (int)o.A, second = (int)o.B;
        Answers[0] = ctx.AdjustTail(first) ? 1 : 0;
        Answers[1] = ctx.Length;
        Answers[2] = ctx.AdjustTail(second) ? 1 : 0;
        Answers[3] = ctx.Length;
        return XdpAction.Pass;
    }

    // Test runs give the metadata back in front of the packet: it is taken away again.
    [XdpProgram]
    public static XdpAction Metadata(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int first = (int)o.A, second = (int)o.B;
        bool grown = ctx.AdjustMetadata(first);
        Answers[0] = grown ? 1 : 0;
        Answers[1] = ctx.AdjustHead(second) ? 1 : 0;
        Answers[2] = grown && ctx.AdjustMetadata(-first) ? 1 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Bytes(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint first = (uint)o.A, second = (uint)o.B;
        Answers[0] = ctx.TryLoad(first, out long loaded) ? 1 : 0;
        Answers[1] = loaded;
        Answers[2] = ctx.TryStore(second, in loaded) ? 1 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Context(XdpContext ctx)
    {
        Answers[0] = ctx.IngressIfIndex;
        Answers[1] = ctx.RxQueueIndex;
        Answers[2] = ctx.Length;
        return ctx.Redirect(1);
    }

    [XdpProgram]
    public static XdpAction Prefixes(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        o.R0 = Trie.Update(new Ipv4Prefix(Ipv4Address.FromHostOrder(a), (int)(b & 63)), a, (MapUpdate)(a >> 3 & 3));
        o.R1 = Trie.TryGetValue(Ipv4Prefix.Host(Ipv4Address.FromHostOrder(b)), out uint found) ? found : -1;
        o.R2 = Trie.Remove(new Ipv4Prefix(Ipv4Address.FromHostOrder(b), (int)(a & 7))) ? 1 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Maps(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 7;
        if (Counts.TryGetRef(key, out Ref<Counter> counter))
            counter.Value.Add(ctx.Length);
        else
            o.R0 = Counts.Update(key, new Counter { Packets = 1, Bytes = (ulong)ctx.Length });
        o.R1 = Counts.Update(key, default, MapUpdate.Add);
        var address = Ipv6Address.FromWords(1, 2, 3, (uint)o.B & 3);
        o.R2 = Lru.Update(address, key, (MapUpdate)((uint)o.A & 3));
        o.R3 = Lru.TryGetValue(address, out uint value) ? value : -1;
        o.R4 = Ring.TryWrite(in o.B) ? 1 : 0;
        return new Ipv6Prefix(address, 127).Contains(Ipv6Address.FromWords(1, 2, 3, 1)) ? XdpAction.Pass : XdpAction.Tx;
    }

    [XdpProgram]
    public static XdpAction TailCalls(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0++;
        return Stages.TailCall(ctx, (uint)o.A & 3, XdpAction.Tx);
    }

    [XdpProgram]
    public static XdpAction Checksums(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R1 = InternetChecksum.Replace((ushort)(o.A >> 5), (ushort)o.A, (ushort)o.B);
        o.R2 = InternetChecksum.Replace((ushort)(o.B >> 7), (uint)o.A, (uint)o.B);
        return XdpAction.Drop;
    }
}
