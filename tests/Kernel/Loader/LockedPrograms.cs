namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Writes both halves of a value under its lock.</summary>
public static partial class LockedPrograms
{
    private static readonly HashMap<uint, Pair> Pairs = new(maxEntries: 4);
    private static readonly ArrayMap<Pair> Slots = new(maxEntries: 4);
    private static readonly HashMap<uint, uint> Plain = new(maxEntries: 4);

    public struct Pair
    {
        public BpfSpinLock Lock;
        public ulong First;
        public ulong Second;
    }

    [XdpProgram]
    public static XdpAction Both(XdpContext ctx)
    {
        if (!Pairs.TryGetRef(1, out Ref<Pair> found))
            return XdpAction.Drop;
        ref Pair pair = ref found.Value;
        using (pair.Lock.Enter())
        {
            pair.First++;
            pair.Second = pair.First;
        }
        ref Pair slot = ref Slots[0];
        using (slot.Lock.Enter())
            slot.First++;
        Plain[3] = 1;
        return XdpAction.Pass;
    }
}
