using System;
using System.Runtime.InteropServices;
using BpfSharp.Simulation;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_ktime_get_ns</c>: monotonic time since boot without suspended time.</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfHelper(5, Name = "bpf_ktime_get_ns", Since = "4.1", Effects = BpfHelperEffects.Pure, Simulation = "`Environment.KtimeNs`")]
    public static ulong KtimeGetNs() => SimulationRun.Require("the time").Environment.KtimeNs;

    /// <summary><c>bpf_ktime_get_boot_ns</c>: monotonic time since boot, suspended time included.</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfHelper(125, Name = "bpf_ktime_get_boot_ns", Since = "5.8", Effects = BpfHelperEffects.Pure, Simulation = "`Environment.KtimeNs` and `SuspendedNs`")]
    public static ulong KtimeGetBootNs() => SimulationRun.Require("the time").Environment.KtimeBootNs;

    /// <summary><c>bpf_ktime_get_coarse_ns</c>: monotonic time of the last tick, quicker to read.</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfHelper(160, Name = "bpf_ktime_get_coarse_ns", Since = "5.11", Effects = BpfHelperEffects.Pure, Simulation = "`Environment.KtimeNs`, cut to `TickNs`")]
    public static ulong KtimeGetCoarseNs() => SimulationRun.Require("the time").Environment.KtimeCoarseNs;

    /// <summary><c>bpf_ktime_get_tai_ns</c>: international atomic time (<c>CLOCK_TAI</c>), which no leap second sets back.</summary>
    /// <returns>Nanoseconds since 1970.</returns>
    [BpfHelper(208, Name = "bpf_ktime_get_tai_ns", Since = "6.1", Effects = BpfHelperEffects.Pure, Simulation = "`Environment.TaiAtBootNs` and times since")]
    public static ulong KtimeGetTaiNs() => SimulationRun.Require("the time").Environment.KtimeTaiNs;

    /// <summary><c>bpf_jiffies64</c>: ticks of the kernel's timer.</summary>
    /// <returns>A counter that does not start at 0; its rate is the kernel's <c>CONFIG_HZ</c>.</returns>
    [BpfHelper(118, Name = "bpf_jiffies64", Since = "5.6", Effects = BpfHelperEffects.Pure, Simulation = "counted from `Environment.KtimeNs` by `TickNs`")]
    public static ulong Jiffies64() => SimulationRun.Require("the time").Environment.Jiffies;

    /// <summary><c>bpf_get_numa_node_id</c>: the NUMA node of the CPU that the program runs on.</summary>
    /// <returns>Number from 0.</returns>
    [BpfHelper(42, Name = "bpf_get_numa_node_id", Since = "4.10", Effects = BpfHelperEffects.Pure, Simulation = "`Environment.NumaNode`")]
    public static uint GetNumaNodeId() => (uint)SimulationRun.Require("the NUMA node").Environment.NumaNode;

    /// <summary><c>bpf_get_prandom_u32</c>: a pseudo-random number.</summary>
    /// <returns>Any 32 bits.</returns>
    [BpfHelper(7, Name = "bpf_get_prandom_u32", Since = "4.1", Simulation = "`Environment.RandomSource`, or a fixed sequence")]
    public static uint GetPrandomU32() => SimulationRun.Require("random numbers").Environment.NextRandom();

    /// <summary><c>bpf_get_smp_processor_id</c>: the CPU that the program runs on.</summary>
    /// <returns>Number from 0.</returns>
    [BpfHelper(8, Name = "bpf_get_smp_processor_id", Since = "4.1", Effects = BpfHelperEffects.Pure, Simulation = "`Environment.Cpu`")]
    public static uint GetSmpProcessorId() => (uint)SimulationRun.Require("the CPU").Cpu;

    /// <summary><c>bpf_trace_printk</c>: a line to the kernel's trace pipe (<c>/sys/kernel/tracing/trace_pipe</c>).</summary>
    /// <param name="format">First byte of the format; the last one is zero.</param>
    /// <param name="size">Bytes of the format with the zero at its end.</param>
    /// <param name="first">First number.</param>
    /// <param name="second">Second number.</param>
    /// <param name="third">Third number.</param>
    /// <returns>Bytes written, or a negative error number.</returns>
    [BpfHelper(6, Name = "bpf_trace_printk", Since = "4.1", Gpl = true, Simulation = "the line goes to `Environment.TraceLines`")]
    public static int TracePrintk(
        [BpfArgument(BpfArgumentKind.ReadMemory)] ref readonly byte format,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        ulong first,
        ulong second,
        ulong third) =>
        SimulationRun.Require("the trace pipe").Trace(MemoryMarshal.CreateReadOnlySpan(in format, size - 1), [first, second, third]);

    /// <summary><c>bpf_trace_vprintk</c>: as <see cref="TracePrintk"/>, with up to twelve numbers.</summary>
    /// <param name="format">First byte of the format; the last one is zero.</param>
    /// <param name="size">Bytes of the format with the zero at its end.</param>
    /// <param name="numbers">The numbers, 8 bytes each.</param>
    /// <returns>Bytes written, or a negative error number.</returns>
    [BpfHelper(177, Name = "bpf_trace_vprintk", Since = "5.16", Gpl = true, Simulation = "the line goes to `Environment.TraceLines`")]
    public static int TraceVprintk(
        [BpfArgument(BpfArgumentKind.ReadMemory)] ref readonly byte format,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        ReadOnlySpan<ulong> numbers) =>
        SimulationRun.Require("the trace pipe").Trace(MemoryMarshal.CreateReadOnlySpan(in format, size - 1), numbers);

    /// <summary><c>bpf_csum_diff</c>: what a change of bytes means for an Internet checksum.</summary>
    /// <param name="from">The old bytes, a multiple of 4; may be empty.</param>
    /// <param name="to">The new bytes, a multiple of 4; may be empty.</param>
    /// <param name="seed">An earlier result to go on from; 0 at first.</param>
    /// <returns>The difference, or a negative error number: <c>-EINVAL</c> (-22).</returns>
    [BpfHelper(28, Name = "bpf_csum_diff", Since = "4.16", Programs = "xdp,tc")]
    public static long CsumDiff(
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, MayBeEmpty = true)] ReadOnlySpan<byte> from,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, MayBeEmpty = true)] ReadOnlySpan<byte> to,
        [BpfArgument(Bits = 32)] uint seed) =>
        KernelChecksum.Difference(from, to, seed);
}
