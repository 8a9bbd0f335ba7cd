using System;
using System.Buffers.Binary;
using System.Threading;

namespace BpfSharp.Loader.Maps;

/// <summary>The consumer's side of one CPU's perf ring (<c>kernel/events/ring_buffer.c</c>) over its shared memory. For one thread at a time.</summary>
/// <param name="page">The first page, <c>struct perf_event_mmap_page</c>.</param>
/// <param name="data">The data.</param>
/// <param name="size">Bytes of the data; a power of two.</param>
internal readonly unsafe struct PerfRingReader(byte* page, byte* data, uint size)
{
    private const int HeadOffset = 1024;
    private const int TailOffset = 1032;
    private const int HeaderSize = 8;
    private const int LengthSize = sizeof(uint); // of PERF_SAMPLE_RAW
    private const int LostEvent = 2; // PERF_RECORD_LOST
    private const int SampleEvent = 9; // PERF_RECORD_SAMPLE

    /// <summary>Whether there is anything that was not read.</summary>
    public bool HasData => Volatile.Read(ref *(ulong*)(page + HeadOffset)) != Tail;

    private ref ulong Tail => ref *(ulong*)(page + TailOffset);

    /// <summary>The oldest event, in place; it stays until <see cref="Advance"/>. Counts what the kernel says was lost on the way.</summary>
    /// <param name="scratch">For an event that goes on at the ring's start; grows as needed.</param>
    /// <param name="bytes">What the program wrote, with the kernel's padding.</param>
    public bool TryPeek(ref byte[] scratch, out ReadOnlySpan<byte> bytes, ref ulong lost)
    {
        while (HasData)
        {
            // Entries are multiples of 8 bytes, so a header never wraps around.
            byte* header = At(Tail);
            ReadOnlySpan<byte> entry = Take(Tail + HeaderSize, *(ushort*)(header + 6) - HeaderSize, ref scratch);
            switch (*(int*)header)
            {
                case SampleEvent when entry.Length >= LengthSize:
                    bytes = entry.Slice(LengthSize, Math.Min(BinaryPrimitives.ReadInt32LittleEndian(entry), entry.Length - LengthSize));
                    return true;
                case LostEvent when entry.Length >= 2 * sizeof(ulong):
                    lost += BinaryPrimitives.ReadUInt64LittleEndian(entry[sizeof(ulong)..]);
                    break;
            }
            Advance();
        }
        bytes = [];
        return false;
    }

    /// <summary>Gives the event that was peeked back to the kernel.</summary>
    public void Advance() => Volatile.Write(ref Tail, Tail + *(ushort*)(At(Tail) + 6));

    private byte* At(ulong position) => data + (position & (size - 1));

    private ReadOnlySpan<byte> Take(ulong position, int length, ref byte[] scratch)
    {
        int at = (int)(position & (size - 1));
        if (length <= size - at)
            return new ReadOnlySpan<byte>(data + at, length);
        if (scratch.Length < length)
            scratch = new byte[length];
        int first = (int)size - at;
        new ReadOnlySpan<byte>(data + at, first).CopyTo(scratch);
        new ReadOnlySpan<byte>(data, length - first).CopyTo(scratch.AsSpan(first));
        return scratch.AsSpan(0, length);
    }
}
