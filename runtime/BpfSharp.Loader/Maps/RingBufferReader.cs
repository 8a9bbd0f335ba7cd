using System;
using System.Threading;

namespace BpfSharp.Loader.Maps;

/// <summary>The consumer's side of a ring buffer (<c>kernel/bpf/ringbuf.c</c>) over its shared memory. For one thread at a time.</summary>
/// <param name="consumer">The consumer's position, which user space writes.</param>
/// <param name="producer">The producer's position.</param>
/// <param name="data">The data, mapped twice in a row: a record that wraps around is contiguous.</param>
/// <param name="size">Bytes of the data; a power of two.</param>
internal readonly unsafe struct RingBufferReader(ulong* consumer, ulong* producer, byte* data, uint size)
{
    private const int HeaderSize = 8;
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;

    /// <summary>The oldest record, in place; it stays until <see cref="Advance"/>. False where there is none, or it is still being written.</summary>
    public bool TryPeek(out ReadOnlySpan<byte> record)
    {
        ulong position = Volatile.Read(ref *consumer);
        while (position < Volatile.Read(ref *producer))
        {
            byte* header = data + (position & (size - 1));
            uint length = Volatile.Read(ref *(uint*)header);
            if ((length & Busy) != 0)
                break;
            if ((length & Discarded) == 0)
            {
                record = new ReadOnlySpan<byte>(header + HeaderSize, (int)length);
                return true;
            }
            position += Occupied(length & ~Discarded);
            Volatile.Write(ref *consumer, position);
        }
        record = default;
        return false;
    }

    /// <summary>Gives the record that was peeked back to the kernel.</summary>
    public void Advance()
    {
        ulong position = *consumer;
        Volatile.Write(ref *consumer, position + Occupied(*(uint*)(data + (position & (size - 1)))));
    }

    private static ulong Occupied(uint length) => length + HeaderSize + 7ul & ~7ul;
}
