using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>Events to user space with packet bytes behind them (<c>BPF_MAP_TYPE_PERF_EVENT_ARRAY</c>, Linux 4.3): a ring for each CPU. Without packet bytes a <see cref="RingBufferMap{T}"/> is better: it keeps the order among CPUs.</summary>
/// <remarks>The record in the ring is a <see cref="PerfEventRecord{T}"/>, then the packet's bytes. Only for programs with a license that is compatible with the GPL.</remarks>
/// <typeparam name="T">What is told beside the packet: unmanaged. Padding bytes are written as zero.</typeparam>
[BpfMap(4, Name = "BPF_MAP_TYPE_PERF_EVENT_ARRAY", KeySize = sizeof(uint), ValueSize = sizeof(uint), View = "PerfEvents", Since = "4.8")]
public sealed class PerfEventArrayMap<T> : MapDeclaration
    where T : unmanaged
{
    private const ulong CurrentCpu = 0xffff_ffff; // BPF_F_CURRENT_CPU
    private const int LengthShift = 32; // BPF_F_CTXLEN_MASK

    /// <summary>Declares the map; it has a ring for each CPU of the machine. <see cref="MapOptions.BytesPerCpu"/> says how large.</summary>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public PerfEventArrayMap(MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(0, flags, pinning)
    {
    }

    /// <summary>Writes an event, with the first bytes of the packet.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="record">What is told beside the packet.</param>
    /// <param name="packetBytes">How many bytes of the packet at most; <see cref="int.MaxValue"/>: all of it (of an XDP packet with fragments, the first buffer).</param>
    /// <returns>Whether it was written; not if the ring of this CPU has no room.</returns>
    [BpfFunction]
    public bool TryWrite(XdpContext context, scoped in T record, int packetBytes = 0)
    {
        int length = context.Length;
        if (packetBytes < length)
            length = packetBytes;
        var entry = new PerfEventRecord<T> { Record = record, PacketLength = (uint)length };
        return BpfHelpers.PerfEventOutput(context, this, CurrentCpu | (ulong)(uint)length << LengthShift, in entry, Unsafe.SizeOf<PerfEventRecord<T>>()) == 0;
    }

    /// <inheritdoc cref="TryWrite(XdpContext,in T,int)"/>
    [BpfFunction]
    public bool TryWrite(TcContext context, scoped in T record, int packetBytes = 0)
    {
        int length = context.Length;
        if (packetBytes < length)
            length = packetBytes;
        var entry = new PerfEventRecord<T> { Record = record, PacketLength = (uint)length };
        return BpfHelpers.PerfEventOutput(context, this, CurrentCpu | (ulong)(uint)length << LengthShift, in entry, Unsafe.SizeOf<PerfEventRecord<T>>()) == 0;
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new PerfEventStorage(options.Keyless<PerfEventRecord<T>>());
}
