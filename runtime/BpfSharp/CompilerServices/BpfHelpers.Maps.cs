using System.Runtime.CompilerServices;
using BpfSharp.Simulation;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_map_lookup_elem</c>: the value of a key in place.</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value, or a null reference.</returns>
    [BpfHelper(1, Name = "bpf_map_lookup_elem", Since = "3.19", Effects = BpfHelperEffects.ReturnsMapValue)]
    public static ref TValue MapLookup<TKey, TValue>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapKey)] scoped in TKey key)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        return ref Unsafe.As<byte, TValue>(ref run.Storage(map).Lookup(Bytes(in key), run.Cpu));
    }

    /// <summary><c>bpf_map_lookup_percpu_elem</c>: the value of a key on a CPU in place.</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="map">The map, which has a value for each CPU.</param>
    /// <param name="key">The key.</param>
    /// <param name="cpu">Number of the CPU.</param>
    /// <returns>The value, or a null reference.</returns>
    [BpfHelper(195, Name = "bpf_map_lookup_percpu_elem", Since = "5.19", Effects = BpfHelperEffects.ReturnsMapValue)]
    public static ref TValue MapLookupPerCpu<TKey, TValue>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapKey)] scoped in TKey key,
        uint cpu)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        if (cpu >= (uint)run.Environment.CpuCount)
            return ref Unsafe.NullRef<TValue>();
        return ref Unsafe.As<byte, TValue>(ref run.Storage(map).Lookup(Bytes(in key), (int)cpu));
    }

    /// <summary><c>bpf_map_update_elem</c>: adds an entry or replaces its value.</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="flags"><c>BPF_ANY</c> (0), <c>BPF_NOEXIST</c> (1), <c>BPF_EXIST</c> (2); and <c>BPF_F_LOCK</c> (4).</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(2, Name = "bpf_map_update_elem", Since = "3.19", Effects = BpfHelperEffects.WritesMap)]
    public static int MapUpdate<TKey, TValue>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapKey)] scoped in TKey key,
        [BpfArgument(BpfArgumentKind.MapValue)] scoped in TValue value,
        [BpfArgument(BpfArgumentKind.UpdateFlags)] ulong flags)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        return run.Storage(map).Update(Bytes(in key), Bytes(in value), flags, run.Cpu);
    }

    /// <summary><c>bpf_map_delete_elem</c>: removes an entry.</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(3, Name = "bpf_map_delete_elem", Since = "3.19", Effects = BpfHelperEffects.WritesMap)]
    public static int MapDelete<TKey>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapKey)] scoped in TKey key)
        where TKey : unmanaged =>
        SimulationRun.Require(map).Storage(map).Delete(Bytes(in key));

    /// <summary><c>bpf_ringbuf_output</c>: copies a record to a ring buffer.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="map">The ring buffer.</param>
    /// <param name="record">The record.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="flags"><c>BPF_RB_NO_WAKEUP</c> (1), <c>BPF_RB_FORCE_WAKEUP</c> (2).</param>
    /// <returns>0, or a negative error number: <c>-EAGAIN</c> (-11) where there is no room.</returns>
    [BpfHelper(130, Name = "bpf_ringbuf_output", Since = "5.8")]
    public static int RingBufferOutput<T>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.ReadMemory, MayBeEmpty = true)] scoped in T record,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        ulong flags)
        where T : unmanaged =>
        SimulationRun.Require(map).Storage(map).Output(Bytes(in record)[..size], flags);

    /// <summary><c>bpf_ringbuf_reserve</c>: room for a record in a ring buffer.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="map">The ring buffer.</param>
    /// <param name="size">Bytes of the record; a constant.</param>
    /// <param name="flags">0.</param>
    /// <returns>The record, of any content; a null reference where there is no room. To be submitted or discarded.</returns>
    [BpfHelper(131, Name = "bpf_ringbuf_reserve", Since = "5.8", Effects = BpfHelperEffects.ReturnsMemory | BpfHelperEffects.Acquires)]
    public static ref T RingBufferReserve<T>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        ulong flags)
        where T : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        return ref Unsafe.As<byte, T>(ref run.Reservations.Reserve((RingBufferStorage)run.Storage(map), size, flags));
    }

    /// <summary><c>bpf_ringbuf_submit</c>: hands a reserved record over to user space.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="record">The record, which is stale afterwards.</param>
    /// <param name="flags"><c>BPF_RB_NO_WAKEUP</c> (1), <c>BPF_RB_FORCE_WAKEUP</c> (2).</param>
    [BpfHelper(132, Name = "bpf_ringbuf_submit", Since = "5.8", Effects = BpfHelperEffects.Releases | BpfHelperEffects.ReturnsVoid)]
    public static void RingBufferSubmit<T>([BpfArgument(BpfArgumentKind.Reference)] ref T record, ulong flags)
        where T : unmanaged =>
        SimulationRun.Require("a ring buffer").Reservations.Submit(ref Unsafe.As<T, byte>(ref record), flags);

    /// <summary><c>bpf_ringbuf_discard</c>: gives a reserved record back; user space passes over it.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="record">The record, which is stale afterwards.</param>
    /// <param name="flags">As of <see cref="RingBufferSubmit"/>.</param>
    [BpfHelper(133, Name = "bpf_ringbuf_discard", Since = "5.8", Effects = BpfHelperEffects.Releases | BpfHelperEffects.ReturnsVoid)]
    public static void RingBufferDiscard<T>([BpfArgument(BpfArgumentKind.Reference)] ref T record, ulong flags)
        where T : unmanaged =>
        SimulationRun.Require("a ring buffer").Reservations.Discard(ref Unsafe.As<T, byte>(ref record), flags);

    /// <summary><c>bpf_tail_call</c>: another program takes the place of this one.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="map">The array of programs.</param>
    /// <param name="index">Index in it.</param>
    [BpfHelper(12, Name = "bpf_tail_call", Since = "4.2", Effects = BpfHelperEffects.MayNotReturn | BpfHelperEffects.ReturnsVoid, Simulation = "the other program of the simulation runs")]
    public static void TailCall(PacketContext context, [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map, uint index) =>
        SimulationRun.Require(map).TailCall(map, index);
}
