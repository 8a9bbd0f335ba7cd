using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace BpfSharp.Views;

/// <summary>The records that a ring buffer has, in place and in order: <c>foreach (ref readonly DropEvent e in ring.Lease())</c>. Nothing is copied or allocated;
/// what was given out goes back to the ring in batches and at the end, so references don't outlive the loop.</summary>
/// <remarks>It covers the records that there are when it begins. A record that is still being written ends it: the next lease goes on there.
/// To be disposed, which <c>foreach</c> does; until then nobody else can read the ring.</remarks>
/// <typeparam name="T">The record.</typeparam>
public ref struct RingBufferLease<T> : IDisposable
    where T : unmanaged
{
    private const int HeaderSize = 8; // BPF_RINGBUF_HDR_SZ
    private const uint Discarded = 1u << 30; // BPF_RINGBUF_DISCARD_BIT; the busy bit is the sign

    private readonly ref byte _data;
    private readonly nuint _mask;
    private readonly ulong _limit;
    private ulong _end;

    // The same position twice: what a loop's finally block reads would be kept in memory by the JIT, and each record's place depends on the one before.
    private ulong _next;
    private ulong _given;
    private ref T _current;
    private RingBufferSource? _source;

    /// <summary>Views make it.</summary>
    /// <param name="data">The ring's first byte; a record that wraps around goes on behind the end.</param>
    /// <param name="size">The ring's bytes, a power of two.</param>
    /// <param name="position">Where the next record starts.</param>
    /// <param name="limit">Where the last one ends.</param>
    /// <param name="source">What records are given back to.</param>
    public RingBufferLease(ref byte data, nuint size, ulong position, ulong limit, RingBufferSource source)
    {
        _data = ref data;
        _mask = size - 1;
        _next = position;
        _given = position;
        _end = position;
        _limit = limit;
        _source = source;
    }

    /// <summary>The record, in place.</summary>
    public readonly ref readonly T Current => ref _current;

    /// <summary>The bytes behind the record, in place: of one that was reserved with bytes behind it.</summary>
    public readonly ReadOnlySpan<byte> Behind
    {
        get
        {
            ref byte start = ref Unsafe.As<T, byte>(ref _current);
            int length = Unsafe.As<byte, int>(ref Unsafe.SubtractByteOffset(ref start, HeaderSize));
            return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AddByteOffset(ref start, Unsafe.SizeOf<T>()), length - Unsafe.SizeOf<T>());
        }
    }

    /// <summary>This lease.</summary>
    public readonly RingBufferLease<T> GetEnumerator() => this;

    /// <summary>Goes to the next record.</summary>
    /// <returns>Whether there is one.</returns>
    /// <remarks>Nothing here takes the lease's address: in a loop its fields stay in registers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        while (true)
        {
            if (_next >= _end)
            {
                if (_next >= _limit)
                    return false;
                _end = NextEnd(_source!, _next, _limit, _mask);
            }

            ref byte header = ref Unsafe.AddByteOffset(ref _data, (nuint)_next & _mask);
            uint length = Volatile.Read(ref Unsafe.As<byte, uint>(ref header));
            if (length - (uint)Unsafe.SizeOf<T>() < Discarded - (uint)Unsafe.SizeOf<T>())
            {
                _next += (length + HeaderSize + 7ul) & ~7ul;
                _given = _next;
                _current = ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref header, HeaderSize));
                return true;
            }

            // Still being written.
            if ((int)length < 0)
                return false;
            _next += ((length & ~Discarded) + HeaderSize + 7ul) & ~7ul;
            _given = _next;
            if ((length & Discarded) == 0)
                ThrowForeign(_source!, (int)length);
        }
    }

    /// <summary>Gives the records that were given out back to the ring.</summary>
    public void Dispose()
    {
        _source?.End(_given);
        _source = null;
    }

    // A quarter of the ring at a time, so that programs get room while a long lease goes on.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong NextEnd(RingBufferSource source, ulong position, ulong limit, nuint mask)
    {
        source.Commit(position);
        return Math.Min(limit, position + ((ulong)mask >> 2) + 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowForeign(RingBufferSource source, int length) => throw source.Foreign(length, typeof(T).Name, Unsafe.SizeOf<T>());
}
