using System;
using System.Runtime.InteropServices;
using BpfSharp.Simulation;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_ktime_get_ns</c>: monotonic time since boot without suspended time.</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfHelper(5, Name = "bpf_ktime_get_ns", Since = "4.1", Effects = BpfHelperEffects.Pure)]
    public static ulong KtimeGetNs() => SimulationRun.Require("the time").Environment.KtimeNs;

    /// <summary><c>bpf_ktime_get_boot_ns</c>: monotonic time since boot, suspended time included.</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfHelper(125, Name = "bpf_ktime_get_boot_ns", Since = "5.8", Effects = BpfHelperEffects.Pure)]
    public static ulong KtimeGetBootNs() => SimulationRun.Require("the time").Environment.KtimeBootNs;

    /// <summary><c>bpf_get_prandom_u32</c>: a pseudo-random number.</summary>
    /// <returns>Any 32 bits.</returns>
    [BpfHelper(7, Name = "bpf_get_prandom_u32", Since = "4.1")]
    public static uint GetPrandomU32() => SimulationRun.Require("random numbers").Environment.NextRandom();

    /// <summary><c>bpf_get_smp_processor_id</c>: the CPU that the program runs on.</summary>
    /// <returns>Number from 0.</returns>
    [BpfHelper(8, Name = "bpf_get_smp_processor_id", Since = "4.1", Effects = BpfHelperEffects.Pure)]
    public static uint GetSmpProcessorId() => (uint)SimulationRun.Require("the CPU").Cpu;

    /// <summary><c>bpf_trace_printk</c>: a line to the kernel's trace pipe (<c>/sys/kernel/tracing/trace_pipe</c>).</summary>
    /// <param name="format">First byte of the format; the last one is zero.</param>
    /// <param name="size">Bytes of the format with the zero at its end.</param>
    /// <param name="first">First number.</param>
    /// <param name="second">Second number.</param>
    /// <param name="third">Third number.</param>
    /// <returns>Bytes written, or a negative error number.</returns>
    [BpfHelper(6, Name = "bpf_trace_printk", Since = "4.1", Gpl = true)]
    public static int TracePrintk(
        [BpfArgument(BpfArgumentKind.ReadMemory)] ref readonly byte format,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        ulong first,
        ulong second,
        ulong third) =>
        SimulationRun.Require("the trace pipe").Trace(MemoryMarshal.CreateReadOnlySpan(in format, size - 1), [first, second, third]);

    /// <summary><c>bpf_redirect</c>: sends the packet to another interface when the program returns this result.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <param name="flags">tc: <c>BPF_F_INGRESS</c> (1); XDP: 0.</param>
    /// <returns>The verdict to return.</returns>
    [BpfHelper(23, Name = "bpf_redirect", Since = "4.14", Programs = "xdp,tc")]
    public static int Redirect(uint ifIndex, ulong flags) => SimulationRun.Require("redirection").Redirect(ifIndex, flags);

    /// <summary><c>bpf_csum_diff</c>: what a change of bytes means for an Internet checksum.</summary>
    /// <param name="from">The old bytes, a multiple of 4; may be empty.</param>
    /// <param name="to">The new bytes, a multiple of 4; may be empty.</param>
    /// <param name="seed">An earlier result to go on from; 0 at first.</param>
    /// <returns>The difference, or a negative error number: <c>-EINVAL</c> (-22).</returns>
    [BpfHelper(28, Name = "bpf_csum_diff", Since = "4.16", Programs = "xdp,tc")]
    public static long CsumDiff(
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket)] ReadOnlySpan<byte> from,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket)] ReadOnlySpan<byte> to,
        uint seed) =>
        KernelChecksum.Difference(from, to, seed);
}
