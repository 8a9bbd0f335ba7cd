namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Values of other CPUs: there, no such entry, no such CPU; read and changed.</summary>
public static partial class PerCpuPrograms
{
    private static readonly PerCpuArrayMap<long> Array = new(maxEntries: 4);
    private static readonly PerCpuHashMap<uint, long> Hash = new(maxEntries: 8);
    private static readonly LruPerCpuHashMap<uint, long> Lru = new(maxEntries: 1024);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OfOthers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint cpu = (o.B & 2) == 0 ? (uint)o.B & 1 : 100_000;
        o.R0 = -1;
        if (Array.TryGetRefOfCpu((uint)o.A & 7, cpu, out Ref<long> value))
            o.R0 = value.Value += o.B;
        o.R1 = Hash.TryGetRefOfCpu((uint)o.A & 3, cpu, out Ref<long> second) ? second.Value : -1;
        o.R2 = Lru.TryGetRefOfCpu((uint)o.A & 3, cpu, out Ref<long> third) ? ++third.Value : -1;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OfThisOne(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Hash.Set(1, o.A);
        o.R0 = Hash.TryGetRefOfCpu(1, Bpf.CpuId(), out Ref<long> same) && same.Value == o.A && Hash[1] == o.A ? 1 : 2;
        return XdpAction.Pass;
    }
}
