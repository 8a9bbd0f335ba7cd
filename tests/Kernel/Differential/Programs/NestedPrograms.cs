namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Maps in maps: found and not found, used and changed, by index and by key.</summary>
public static partial class NestedPrograms
{
    private static readonly ArrayOfMaps<HashMap<uint, long>> Tenants = new(maxEntries: 8, new(maxEntries: 4));
    private static readonly HashOfMaps<ulong, ArrayMap<Tally>> Groups = new(maxEntries: 4, new ArrayMap<Tally>(maxEntries: 2));
    private static readonly ArrayOfMaps<QueueMap<long>> Queues = new(maxEntries: 2, template: new(maxEntries: 3));

    public record struct Tally
    {
        public long Count;
        public int Last;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ByIndex(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        HashMap<uint, long>? flows = Tenants.Find((uint)o.A & 15);
        if (flows is null)
            return XdpAction.Tx;
        uint key = (uint)o.B & 7;
        if (flows.TryGetRef(in key, out Ref<long> value))
            value.Value += o.A;
        else
            o.R0 = flows.Update(in key, in o.A);
        o.R1 = flows.TryGetValue(key ^ 1, out long other) ? other : -1;
        o.R2 = (o.B & 0x70) == 0x70 && flows.Remove(in key) ? 1 : 2;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ByKey(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        if (Groups.Find((ulong)o.A & 7) is { } tallies)
        {
            ref Tally tally = ref tallies[(uint)o.B & 3];
            tally.Count++;
            tally.Last = (int)o.B;
            o.R0 = tally.Count;
            return XdpAction.Pass;
        }

        return XdpAction.Tx;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction WithoutAsking(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Queues.Find((uint)o.A & 3)!.TryPush(in o.B) ? 1 : 2;
        return XdpAction.Pass;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FromTc(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Count(Tenants.Find((uint)o.A & 7), (uint)o.B & 3);
        return TcAction.Ok;
    }

    private static long Count(HashMap<uint, long>? flows, uint key)
    {
        if (flows is null)
            return -1;
        return flows.TryGetRef(in key, out Ref<long> count) ? ++count.Value : flows.TryAdd(in key, 1) ? 1 : -2;
    }
}
