using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A ring buffer (<c>BPF_MAP_TYPE_RINGBUF</c>, Linux 5.8): programs of all CPUs write records, user space reads them in order.</summary>
/// <typeparam name="T">The record: unmanaged. Padding bytes are written as zero.</typeparam>
[BpfMap(27, Name = "BPF_MAP_TYPE_RINGBUF", View = "RingBuffer", Since = "5.8")]
public sealed class RingBufferMap<T> : MapDeclaration
    where T : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="byteSize">Bytes: a power of two, at least the page size (4,096). Each record takes 8 bytes more, rounded up to 8.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public RingBufferMap(uint byteSize, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(byteSize, flags, pinning)
    {
    }

    /// <summary>Writes a record; user space is woken when it has read all before.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Whether there was room; if not, the record is lost.</returns>
    [BpfFunction]
    public bool TryWrite(scoped in T record) => BpfHelpers.RingBufferOutput(this, in record, Unsafe.SizeOf<T>(), (ulong)RingBufferWakeup.WhenRead) == 0;

    /// <summary>Writes a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="wakeup">Whether user space is woken.</param>
    /// <returns>Whether there was room; if not, the record is lost.</returns>
    [BpfFunction]
    public bool TryWrite(scoped in T record, RingBufferWakeup wakeup) => BpfHelpers.RingBufferOutput(this, in record, Unsafe.SizeOf<T>(), (ulong)wakeup) == 0;

    /// <summary>Reserves room for a record, to be written in place. It is discarded at the end of its scope, unless it was submitted.</summary>
    /// <returns>The reservation, whose record is all zero; absent where there is no room.</returns>
    [BpfFunction]
    public RingBufferReservation<T> Reserve()
    {
        ref T record = ref BpfHelpers.RingBufferReserve<T>(this, Unsafe.SizeOf<T>(), 0);
        if (!Unsafe.IsNullRef(ref record))
            record = default;
        return new RingBufferReservation<T>(ref record);
    }

    /// <summary>Reserves room for a record and bytes behind it, as many as are known only when the program runs (<c>bpf_ringbuf_reserve_dynptr</c>, Linux 5.19).</summary>
    /// <param name="record">What views read; it is written at once.</param>
    /// <param name="bytesBehind">Bytes behind the record, up to 2^24; what nobody writes of them is arbitrary.</param>
    /// <param name="room">Where the kernel keeps what it knows of the reservation.</param>
    /// <returns>The reservation; absent where there is no room.</returns>
    [BpfFunction]
    public RingBufferBytes<T> Reserve(scoped in T record, uint bytesBehind, [UnscopedRef] out RingBufferRoom room)
    {
        room = default;
        // DYNPTR_MAX_SIZE; more is refused by the kernel.
        uint bytes = bytesBehind < 1 << 24 ? (uint)Unsafe.SizeOf<T>() + bytesBehind : uint.MaxValue;
        bool isThere = BpfHelpers.RingBufferReserveDynptr(this, bytes, 0, ref room) == 0;
        if (isThere)
            BpfHelpers.RoomWrite(ref room, 0, in record, Unsafe.SizeOf<T>(), 0);
        return new RingBufferBytes<T>(ref room, isThere);
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new RingBufferStorage(options.Keyless<T>());
}
