using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_fib_lookup</c>: the packet's way by the routing tables.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="lookup">The question, then the answer.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="flags"><c>BPF_FIB_LOOKUP_*</c>.</param>
    /// <returns><c>BPF_FIB_LKUP_RET_*</c>, or a negative error number.</returns>
    [BpfHelper(69, Name = "bpf_fib_lookup", Since = "4.18", Gpl = true, Programs = "xdp,tc", Simulation = "routes, neighbours and interfaces of `Environment.Network`")]
    public static int FibLookup(
        PacketContext context,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory)] ref BpfFibLookup lookup,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(Bits = 32)] uint flags) =>
        Routing.Lookup(context, ref lookup, size, flags);

    /// <summary><c>bpf_check_mtu</c>: whether the packet fits an interface's MTU.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="ifIndex">Index of the interface; 0: the program's own.</param>
    /// <param name="length">In: bytes of the IP packet; 0: the packet's own. Out: the MTU in bytes.</param>
    /// <param name="delta">Bytes that the packet is going to grow by.</param>
    /// <param name="flags"><c>BPF_MTU_CHK_SEGS</c> (1, tc): look at the segments that it will become.</param>
    /// <returns><c>BPF_MTU_CHK_RET_*</c>, or a negative error number.</returns>
    [BpfHelper(163, Name = "bpf_check_mtu", Since = "5.12", Gpl = true, Programs = "xdp,tc", Simulation = "interfaces of `Environment.Network`")]
    public static int CheckMtu(
        PacketContext context,
        [BpfArgument(Bits = 32)] uint ifIndex,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory, Size = sizeof(uint))] ref uint length,
        [BpfArgument(Bits = 32)] int delta,
        ulong flags) =>
        MtuCheck.Run(context, ifIndex, ref length, delta, flags);
}
