namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>A map for each flag, used as that flag allows.</summary>
public static partial class MapFlagPrograms
{
    private static readonly HashMap<uint, ulong> Unallocated = new(maxEntries: 16, MapFlags.NoPreallocation);
    private static readonly LruHashMap<uint, ulong> Lists = new(maxEntries: 64, MapFlags.PerCpuLruLists);
    private static readonly HashMap<uint, ulong> Seeded = new(maxEntries: 16, MapFlags.ZeroSeed);
    private static readonly ArrayMap<ulong> Shown = new(maxEntries: 4, MapFlags.ReadOnlyForUserSpace);
    private static readonly ArrayMap<ulong> Told = new(maxEntries: 4, MapFlags.WriteOnlyForUserSpace);
    private static readonly ArrayMap<ulong> Constants = new(maxEntries: 4, MapFlags.ReadOnlyForPrograms);
    private static readonly QueueMap<ulong> Results = new(maxEntries: 64, MapFlags.WriteOnlyForPrograms);
    private static readonly ArrayMap<ulong> Memory = new(maxEntries: 4, MapFlags.Mappable);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Use(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 3;
        bool isAdded = Unallocated.TryAdd(key, (ulong)o.B);
        Lists[key] = (ulong)o.B;
        Seeded.Set(key, (ulong)o.B);
        Shown[key] += 1;
        Memory[key] += Constants[key] + Told[key];
        bool isTold = Results.TryPush(Memory[key]);
        o.R0 = (isAdded ? 1 : 0) + (isTold ? 2 : 0);
        o.R1 = (long)(Unallocated[key] + Lists[key] + Seeded[key] + Shown[key] + Memory[key]);
        return XdpAction.Pass;
    }
}
