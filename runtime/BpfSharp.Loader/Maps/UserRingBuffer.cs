using System;
using System.Threading;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>A ring buffer that user space writes, with its memory: the layout of <c>kernel/bpf/ringbuf.c</c>, the order of stores of libbpf's <c>user_ring_buffer</c>.</summary>
internal sealed unsafe class UserRingBuffer : IDisposable
{
    private const int HeaderSize = 8; // BPF_RINGBUF_HDR_SZ
    private const uint Busy = 1u << 31; // BPF_RINGBUF_BUSY_BIT

    private readonly Lock _turn = new();
    private readonly KernelMap _map;
    private readonly MemoryMapping _consumer;
    private readonly MemoryMapping _producer;

    public UserRingBuffer(KernelMap map)
    {
        map.Shape.RequireType("a ring buffer that user space writes", MapType.UserRingBuffer);
        _map = map;
        nuint page = (nuint)Environment.SystemPageSize;
        // Consumer page: read-only. Behind it the producer's page and the data twice: writable (ringbuf_map_mmap_user).
        _consumer = Map(page, 0, writable: false);
        try
        {
            _producer = Map(page + 2 * (nuint)map.Shape.MaxEntries, page, writable: true);
        }
        catch
        {
            _consumer.Dispose();
            throw;
        }
    }

    public bool TryWrite(ReadOnlySpan<byte> record)
    {
        lock (_turn)
        {
            using MemoryMapping.Hold consumer = _consumer.Use();
            using MemoryMapping.Hold producer = _producer.Use();
            ulong size = _map.Shape.MaxEntries;
            ref ulong written = ref *(ulong*)producer.Address;
            ulong position = written;
            ulong needed = ((ulong)record.Length + HeaderSize + 7) & ~7ul;
            if (needed > size - (position - Volatile.Read(ref *(ulong*)consumer.Address)))
                return false;
            byte* header = producer.Address + Environment.SystemPageSize + (position & (size - 1));
            // Busy until it is whole; the data lie twice in memory, so that nothing wraps around.
            *(uint*)header = (uint)record.Length | Busy;
            *(uint*)(header + sizeof(uint)) = 0;
            Volatile.Write(ref written, position + needed);
            record.CopyTo(new Span<byte>(header + HeaderSize, record.Length));
            Interlocked.Exchange(ref *(uint*)header, (uint)record.Length);
            return true;
        }
    }

    public void Dispose()
    {
        _producer.Dispose();
        _consumer.Dispose();
    }

    private MemoryMapping Map(nuint length, nuint offset, bool writable)
    {
        int result = MemoryMapping.TryCreate(_map.Descriptor, length, offset, writable, out MemoryMapping? mapping);
        return mapping ?? throw _map.Failure("map the memory of", result);
    }
}
