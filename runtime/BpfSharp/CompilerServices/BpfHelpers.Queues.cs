using System;
using BpfSharp.Simulation;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_map_push_elem</c>: adds a value to a queue or stack.</summary>
    /// <typeparam name="T">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="value">The value.</param>
    /// <param name="flags"><c>BPF_ANY</c> (0), or <c>BPF_EXIST</c> (2): the oldest value goes where there is no room.</param>
    /// <returns>0, or a negative error number: <c>-E2BIG</c> (-7) where there is no room.</returns>
    [BpfHelper(87, Name = "bpf_map_push_elem", Since = "4.20", Effects = BpfHelperEffects.WritesMap)]
    public static int MapPush<T>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapValue)] scoped in T value,
        ulong flags)
        where T : unmanaged =>
        SimulationRun.Require(map).Storage(map).Push(Bytes(in value), flags);

    /// <summary><c>bpf_map_pop_elem</c>: takes a value from a queue or stack.</summary>
    /// <typeparam name="T">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="value">Where the value goes; zeroed where there is none.</param>
    /// <returns>0, or a negative error number: <c>-ENOENT</c> (-2) where there is none.</returns>
    [BpfHelper(88, Name = "bpf_map_pop_elem", Since = "4.20", Effects = BpfHelperEffects.WritesMap)]
    public static int MapPop<T>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapValueOut)] ref T value)
        where T : unmanaged =>
        SimulationRun.Require(map).Storage(map).Pop(WritableBytes(ref value));

    /// <summary><c>bpf_map_peek_elem</c>: the value of a queue or stack that the next pop would take.</summary>
    /// <typeparam name="T">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="value">Where the value goes; zeroed where there is none.</param>
    /// <returns>0, or a negative error number: <c>-ENOENT</c> (-2) where there is none.</returns>
    [BpfHelper(89, Name = "bpf_map_peek_elem", Since = "4.20")]
    public static int MapPeek<T>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapValueOut)] ref T value)
        where T : unmanaged =>
        SimulationRun.Require(map).Storage(map).Peek(WritableBytes(ref value));

    /// <summary><c>bpf_map_push_elem</c>: adds a value to a bloom filter.</summary>
    /// <typeparam name="T">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="value">The value.</param>
    /// <param name="flags"><c>BPF_ANY</c> (0).</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(87, Name = "bpf_map_push_elem (bloom filter)", Since = "5.16", Effects = BpfHelperEffects.WritesMap)]
    public static int BloomFilterAdd<T>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapValue)] scoped in T value,
        ulong flags)
        where T : unmanaged =>
        SimulationRun.Require(map).Storage(map).Push(Bytes(in value), flags);

    /// <summary><c>bpf_map_peek_elem</c>: whether a bloom filter may have a value. The kernel reads the value here, and writes it for queues.</summary>
    /// <typeparam name="T">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="value">The value.</param>
    /// <returns>0, or a negative error number: <c>-ENOENT</c> (-2) where it was not added.</returns>
    [BpfHelper(89, Name = "bpf_map_peek_elem (bloom filter)", Since = "5.16")]
    public static int BloomFilterPeek<T>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapValue)] scoped in T value)
        where T : unmanaged
    {
        Span<byte> copy = Bytes(in value).ToArray();
        return SimulationRun.Require(map).Storage(map).Peek(copy);
    }
}
