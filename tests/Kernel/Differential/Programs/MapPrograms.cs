namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class MapPrograms
{
    private static readonly HashMap<uint, long> Hash = new(maxEntries: 8);
    private static readonly ArrayMap<long> Array = new(maxEntries: 16);
    private static readonly PerCpuArrayMap<Tally> PerCpu = new(maxEntries: 4);
    private static readonly RingBufferMap<Tally> Ring = new(byteSize: 4096);
    private static readonly LoadConstant<int> Limit = 5;
    private static long s_total;
    private static int s_initialised = 42;

    public struct Tally
    {
        public long Count;
        public long Sum;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction HashOperations(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 15;
        if (Hash.TryGetRef(in key, out Ref<long> value))
        {
            value.Value += o.B;
            o.R0 = value.Value;
            if ((o.B & 3) == 0)
                o.R1 = Hash.Remove(in key) ? 1 : 2;
        }
        else
        {
            o.R2 = Hash.TryAdd(in key, in o.B) ? 3 : 4;
        }

        return Hash.TryGetValue(key ^ 1, out long other) && other > 0 ? XdpAction.Pass : XdpAction.Tx;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Indexers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Array[(uint)o.A & 31] += o.B;
        o.R0 = Array[3];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Counters(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ref Tally tally = ref PerCpu[(uint)o.A & 3];
        tally.Count++;
        tally.Sum += o.B;
        o.R0 = tally.Count;
        o.R1 = Ring.TryWrite(tally) ? 1 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Globals(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        s_total += o.A;
        s_initialised--;
        o.R0 = s_total;
        o.R1 = s_initialised;
        return o.A > Limit ? XdpAction.Pass : XdpAction.Tx;
    }
}
