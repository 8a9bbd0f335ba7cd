using System;
using System.Collections.Generic;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.Simulation;

/// <summary>What a simulated program finds around it: time, random numbers, CPUs. All of it stands still until a test changes it.</summary>
public sealed class SimulationEnvironment
{
    private readonly List<string> _trace = [];
    private uint _randomState = 0x9e3779b9;

    internal SimulationEnvironment(int cpuCount) => CpuCount = cpuCount;

    /// <summary>Number of simulated CPUs: each per-CPU map has as many values.</summary>
    public int CpuCount { get; }

    /// <summary>The CPU that the next runs are on, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not below <see cref="CpuCount"/>.</exception>
    public int Cpu
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, CpuCount);
            field = value;
        }
    }

    /// <summary>Nanoseconds since boot without suspended time (<see cref="Bpf.KtimeNs"/>); 1 s at first.</summary>
    public ulong KtimeNs { get; set; } = 1_000_000_000;

    /// <summary>Nanoseconds that the system has been suspended: <see cref="Bpf.KtimeBootNs"/> has them, <see cref="Bpf.KtimeNs"/> doesn't.</summary>
    public ulong SuspendedNs { get; set; }

    /// <summary>Nanoseconds since 1970 of international atomic time (<see cref="Bpf.KtimeTaiNs"/>) when the system booted.</summary>
    public ulong TaiAtBootNs { get; set; } = 1_700_000_037_000_000_000;

    /// <summary>Nanoseconds between ticks of the timer, of which <see cref="Bpf.KtimeCoarseNs"/> and <see cref="Bpf.Jiffies"/> are made: 4 ms (<c>CONFIG_HZ=250</c>) at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">0.</exception>
    public ulong TickNs
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfZero(value);
            field = value;
        }
    } = 4_000_000;

    /// <summary>The NUMA node that <see cref="Bpf.NumaNode"/> tells.</summary>
    public int NumaNode { get; set; }

    /// <summary>Interfaces, routes, neighbours and sockets that helpers ask for.</summary>
    public SimulatedNetwork Network { get; } = new();

    /// <summary>What <see cref="TcContext.ComputeHash"/> computes of a packet; <see langword="null"/>: a hash of addresses, protocol and ports. The kernel's hash has a secret key.</summary>
    public Func<ReadOnlySpan<byte>, uint>? FlowHash { get; set; }

    /// <summary>The hash in SYN cookies, of addresses and ports in network byte order; <see langword="null"/>: a hash without a secret.</summary>
    public Func<ReadOnlySpan<byte>, uint>? SynCookieHash { get; set; }

    /// <summary>Where <see cref="Bpf.Random"/> gets its numbers; <see langword="null"/>: a fixed sequence, the same in every simulation.</summary>
    public Func<uint>? RandomSource { get; set; }

    /// <summary>The lines that programs wrote by <see cref="Bpf.Trace(FormattableString)"/>.</summary>
    public IReadOnlyList<string> TraceLines => _trace;

    /// <summary>Told of time that passes, up to when.</summary>
    internal Action<ulong>? Passing { get; init; }

    internal ulong KtimeBootNs => KtimeNs + SuspendedNs;

    internal ulong KtimeCoarseNs => KtimeNs - KtimeNs % TickNs;

    internal ulong KtimeTaiNs => TaiAtBootNs + KtimeBootNs;

    // INITIAL_JIFFIES: 5 minutes before the 32-bit counter wraps around
    internal ulong Jiffies => uint.MaxValue + 1UL - 300_000_000_000 / TickNs + KtimeNs / TickNs;

    /// <summary>Lets time pass: timers whose time comes run, each at its own time. Setting <see cref="KtimeNs"/> runs none.</summary>
    /// <param name="time">How long.</param>
    public void Advance(TimeSpan time)
    {
        ulong end = KtimeNs + checked((ulong)(time.Ticks * TimeSpan.NanosecondsPerTick));
        Passing?.Invoke(end);
        KtimeNs = end;
    }

    internal uint HashFlow(ReadOnlySpan<byte> packet) => FlowHash is { } hash ? hash(packet) : SkbHash.Compute(packet);

    internal uint HashSynCookie(ReadOnlySpan<byte> flow) => SynCookieHash is { } hash ? hash(flow) : Fnv.Hash(flow);

    internal uint NextRandom()
    {
        if (RandomSource is { } source)
            return source();
        // Marsaglia's xorshift: full period over all states but 0.
        _randomState ^= _randomState << 13;
        _randomState ^= _randomState >> 17;
        _randomState ^= _randomState << 5;
        return _randomState;
    }

    internal void AddTrace(string line) => _trace.Add(line);
}
