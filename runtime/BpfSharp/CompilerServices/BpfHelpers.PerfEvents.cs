using BpfSharp.Simulation;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_perf_event_output</c>: writes an event to the ring of a CPU.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="context">The program's context.</param>
    /// <param name="map">The perf event array.</param>
    /// <param name="flags">The index of the ring, <c>BPF_F_CURRENT_CPU</c> (0xffffffff) for that of this CPU; in the upper 32 bits the number of packet bytes that follow the record.</param>
    /// <param name="record">The record.</param>
    /// <param name="size">Its bytes.</param>
    /// <returns>0, or a negative error number: <c>-ENOENT</c> (-2) where the CPU has no ring, <c>-ENOSPC</c> (-28) where it has no room, <c>-EFAULT</c> (-14) where the packet is shorter.</returns>
    [BpfHelper(25, Name = "bpf_perf_event_output", Since = "4.8", Gpl = true, Programs = "xdp,tc")]
    public static int PerfEventOutput<T>(
        PacketContext context,
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        ulong flags,
        [BpfArgument(BpfArgumentKind.ReadMemory)] scoped in T record,
        [BpfArgument(BpfArgumentKind.Size)] int size)
        where T : unmanaged =>
        SimulationRun.Require(map).PerfEventOutput(map, context.Buffer.All, flags, Bytes(in record)[..size]);
}
