namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Maps without keys, and the LRU hash map that has a value for each CPU: each operation with success and failure.</summary>
public static partial class QueuePrograms
{
    private static readonly QueueMap<Item> Queue = new(maxEntries: 4);
    private static readonly StackMap<Item> Stack = new(maxEntries: 4);
    private static readonly BloomFilterMap<ulong> Seen = new(maxEntries: 1000, hashFunctions: 8);
    private static readonly LruPerCpuHashMap<uint, long> Lru = new(maxEntries: 1024);

    public record struct Item
    {
        public long Number;
        public byte Kind;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Queues(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var item = new Item { Number = o.B, Kind = (byte)o.A };
        switch (o.A & 7)
        {
            case 0 or 1 or 2:
                o.R0 = Queue.TryPush(in item) ? 1 : 2;
                break;
            case 3:
                o.R0 = Queue.PushOverOldest(in item) ? 3 : 4;
                break;
            case 4 or 5:
                o.R0 = Queue.TryPop(out Item taken) ? 5 : 6;
                o.R1 = taken.Number;
                o.R2 = taken.Kind;
                break;
        }

        o.R3 = Queue.TryPeek(out Item next) ? 7 : 8;
        o.R4 = next.Number;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Stacks(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var item = new Item { Number = o.B, Kind = (byte)o.A };
        switch (o.A & 7)
        {
            case 0 or 1 or 2:
                o.R0 = Stack.TryPush(in item) ? 1 : 2;
                break;
            case 3:
                o.R0 = Stack.PushOverOldest(in item) ? 3 : 4;
                break;
            case 4 or 5:
                o.R0 = Stack.TryPop(out Item taken) ? 5 : 6;
                o.R1 = taken.Number;
                o.R2 = taken.Kind;
                break;
        }

        o.R3 = Stack.TryPeek(out Item next) ? 7 : 8;
        o.R4 = next.Number;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Filters(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ulong value = (ulong)o.A;
        o.R0 = Seen.MayContain(in value) ? 1 : 2;
        if ((o.B & 1) == 0)
            o.R1 = Seen.Add(in value) ? 3 : 4;
        o.R2 = Seen.MayContain((ulong)o.A) ? 5 : 6;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Flows(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 15;
        if (Lru.TryGetRef(in key, out Ref<long> sum))
            sum.Value += o.B;
        else
            o.R0 = Lru.Update(in key, in o.B, MapUpdate.Add);
        o.R1 = Lru.TryAdd(in key, 1) ? 1 : 2;
        o.R2 = Lru.TryUpdate(key ^ 1, 5) ? 3 : 4;
        if ((o.B & 7) == 1)
            o.R3 = Lru.Remove(in key) ? 5 : 6;
        return XdpAction.Pass;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FromTc(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Queue.TryPush(new Item { Number = o.A }) ? 1 : 2;
        o.R1 = Stack.TryPop(out Item top) ? 3 : 4;
        o.R2 = top.Number;
        o.R3 = Seen.MayContain(7ul) ? 5 : 6;
        return TcAction.Ok;
    }
}
