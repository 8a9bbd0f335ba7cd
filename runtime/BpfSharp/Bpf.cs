using System;
using System.Globalization;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation;

namespace BpfSharp;

/// <summary>What the kernel offers any program: time, random numbers, the CPU, the trace pipe.</summary>
/// <remarks>What concerns packets is on the contexts, what concerns maps on the map classes. Source: bpf-helpers(7).</remarks>
public static partial class Bpf
{
    /// <summary>A pseudo-random number (Linux 4.1).</summary>
    /// <returns>Any 32 bits.</returns>
    [BpfFunction]
    public static uint Random() => BpfHelpers.GetPrandomU32();

    /// <summary>Monotonic time since boot, without the time when the system was suspended (<c>CLOCK_MONOTONIC</c>, Linux 4.1).</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfFunction]
    public static ulong KtimeNs() => BpfHelpers.KtimeGetNs();

    /// <summary>Monotonic time since boot, with the time when the system was suspended (<c>CLOCK_BOOTTIME</c>, Linux 5.8).</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfFunction]
    public static ulong KtimeBootNs() => BpfHelpers.KtimeGetBootNs();

    /// <summary>Monotonic time of the last tick (<c>CLOCK_MONOTONIC_COARSE</c>, Linux 5.11): quicker than <see cref="KtimeNs"/>, some milliseconds behind.</summary>
    /// <returns>Nanoseconds.</returns>
    [BpfFunction]
    public static ulong KtimeCoarseNs() => BpfHelpers.KtimeGetCoarseNs();

    /// <summary>International atomic time (<c>CLOCK_TAI</c>, Linux 6.1): no leap second sets it back.</summary>
    /// <returns>Nanoseconds since 1970.</returns>
    [BpfFunction]
    public static ulong KtimeTaiNs() => BpfHelpers.KtimeGetTaiNs();

    /// <summary>Ticks of the kernel's timer (Linux 5.6).</summary>
    /// <returns>A counter that does not start at 0; its rate is the kernel's <c>CONFIG_HZ</c>.</returns>
    [BpfFunction]
    public static ulong Jiffies() => BpfHelpers.Jiffies64();

    /// <summary>The NUMA node of the CPU that the program runs on (Linux 4.10).</summary>
    /// <returns>Number from 0.</returns>
    [BpfFunction]
    public static uint NumaNode() => BpfHelpers.GetNumaNodeId();

    /// <summary>The CPU that the program runs on; it stays there until it ends (Linux 4.1).</summary>
    /// <returns>Number from 0.</returns>
    [BpfFunction]
    public static uint CpuId() => BpfHelpers.GetSmpProcessorId();

    /// <summary>Writes a line to the kernel's trace pipe (<c>/sys/kernel/tracing/trace_pipe</c>, Linux 4.1). For debugging: it is slow.</summary>
    /// <param name="format">A UTF-8 literal (<c>"seen %d"u8</c>): its terminating zero is needed. Numbers are 64 bits wide: <c>%llu</c>, <c>%lld</c>, <c>%llx</c>; <c>%u</c>, <c>%d</c>, <c>%x</c> show the lower half.</param>
    /// <param name="first">First number.</param>
    /// <param name="second">Second number.</param>
    /// <param name="third">Third number.</param>
    [BpfFunction]
    public static void Trace(ReadOnlySpan<byte> format, ulong first = 0, ulong second = 0, ulong third = 0) =>
        BpfHelpers.TracePrintk(in MemoryMarshal.GetReference(format), format.Length + 1, first, second, third);

    /// <summary>Writes an interpolated string to the kernel's trace pipe, as .NET would format it (Linux 4.1; 5.16 for more than three numbers, addresses, <c>:X</c>, alignments and digits). For debugging: it is slow.</summary>
    /// <param name="text">Integers, also with <c>:x</c>, <c>:X</c>, an alignment (<c>{x,8}</c>) or digits (<c>:D8</c>, <c>:X8</c>), and addresses: <c>$"{address} sent {length} bytes"</c>. ASCII.</param>
    [BpfIntrinsic("trace.text")]
    public static void Trace(FormattableString text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SimulationRun.Require("the trace pipe").Environment.AddTrace(text.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What a change of bytes means for an Internet checksum (Linux 4.6).</summary>
    /// <param name="from">The old bytes, a multiple of 4 and at most 512; may be empty.</param>
    /// <param name="to">The new bytes, a multiple of 4 and at most 512; may be empty.</param>
    /// <param name="seed">An earlier result to go on from; 0 at first.</param>
    /// <returns>The difference, or a negative error number: <c>-EINVAL</c> (-22).</returns>
    [BpfFunction]
    public static long ChecksumDifference(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, uint seed = 0) => BpfHelpers.CsumDiff(from, to, seed);
}
