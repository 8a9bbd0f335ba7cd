using System;
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
    private const int LostEvent = 2; // PERF_RECORD_LOST
    private const int SampleEvent = 9; // PERF_RECORD_SAMPLE

    /// <summary>Whether there is anything that was not read.</summary>
    public bool HasData => Volatile.Read(ref *(ulong*)(page + HeadOffset)) != *(ulong*)(page + TailOffset);

    /// <summary>Takes the oldest event; counts what the kernel says was lost on the way.</summary>
    /// <param name="bytes">What the program wrote, with the kernel's padding; empty where there is none.</param>
    public bool TryTake(out byte[] bytes, ref ulong lost)
    {
        ulong* tail = (ulong*)(page + TailOffset);
        while (HasData)
        {
            byte[] header = Copy(*tail, HeaderSize);
            byte[] entry = Copy(*tail + HeaderSize, BitConverter.ToUInt16(header, 6) - HeaderSize);
            Volatile.Write(ref *tail, *tail + HeaderSize + (ulong)entry.Length);
            switch (BitConverter.ToInt32(header))
            {
                case SampleEvent:
                    bytes = entry.AsSpan(sizeof(uint), BitConverter.ToInt32(entry)).ToArray();
                    return true;
                case LostEvent:
                    lost += BitConverter.ToUInt64(entry, sizeof(ulong));
                    break;
            }
        }

        bytes = [];
        return false;
    }

    // An event may go on at the ring's start.
    private byte[] Copy(ulong position, int length)
    {
        var bytes = new byte[length];
        int at = (int)(position & (size - 1));
        int first = (int)Math.Min(length, size - at);
        new ReadOnlySpan<byte>(data + at, first).CopyTo(bytes);
        new ReadOnlySpan<byte>(data, length - first).CopyTo(bytes.AsSpan(first));
        return bytes;
    }
}
