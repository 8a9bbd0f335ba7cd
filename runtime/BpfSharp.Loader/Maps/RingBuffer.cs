using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>A ring buffer map with its memory.</summary>
internal sealed unsafe class RingBuffer : IDisposable
{
    private readonly Lock _turn = new();
    private readonly KernelMap _map;
    private readonly MemoryMapping _consumer;
    private readonly MemoryMapping _producer;
    private readonly ReadinessSource _readiness;
    private bool _isHandling;

    public RingBuffer(KernelMap map)
    {
        map.Shape.RequireType("a ring buffer", MapType.RingBuffer);
        _map = map;
        nuint page = (nuint)Environment.SystemPageSize;
        // Consumer page: writable. Behind it the producer's page and the data twice: read-only (ringbuf_map_mmap_kern).
        _consumer = Map(page, 0, writable: true);
        try
        {
            _producer = Map(page + 2 * (nuint)map.Shape.MaxEntries, page, writable: false);
            _readiness = ReadinessPoller.Shared.Add(map.Descriptor);
        }
        catch
        {
            _consumer.Dispose();
            _producer?.Dispose();
            throw;
        }
    }

    /// <summary>Takes the oldest record.</summary>
    public bool TryRead<T>(out T record)
        where T : unmanaged
    {
        lock (_turn)
        {
            using MemoryMapping.Hold consumer = _consumer.Use();
            using MemoryMapping.Hold producer = _producer.Use();
            RingBufferReader reader = Reader(consumer, producer);
            if (!reader.TryPeek(out ReadOnlySpan<byte> bytes))
            {
                record = default;
                return false;
            }
            try
            {
                record = As<T>(bytes);
                return true;
            }
            finally
            {
                reader.Advance();
            }
        }
    }

    /// <summary>Hands all records that there are to the handler, in place; gives how many there were.</summary>
    public int ReadAvailable<T>(RingBufferHandler<T> handler)
        where T : unmanaged
    {
        lock (_turn)
        {
            using MemoryMapping.Hold consumer = _consumer.Use();
            using MemoryMapping.Hold producer = _producer.Use();
            RingBufferReader reader = Reader(consumer, producer);
            _isHandling = true;
            try
            {
                return Drain(reader, handler);
            }
            finally
            {
                _isHandling = false;
            }
        }
    }

    /// <summary>Completes when there may be records: true; or when the ring is disposed: false.</summary>
    public Task<bool> WaitAsync() => _readiness.WaitAsync();

    public void Dispose()
    {
        _readiness.Dispose();
        _producer.Dispose();
        _consumer.Dispose();
    }

    private RingBufferReader Reader(MemoryMapping.Hold consumer, MemoryMapping.Hold producer)
    {
        if (_isHandling)
            throw new InvalidOperationException($"Ring buffer '{_map.Name}' is read from inside its own handler.");
        return new RingBufferReader(
            (ulong*)consumer.Address, (ulong*)producer.Address, producer.Address + Environment.SystemPageSize, _map.Shape.MaxEntries);
    }

    private int Drain<T>(RingBufferReader reader, RingBufferHandler<T> handler)
        where T : unmanaged
    {
        int count = 0;
        while (reader.TryPeek(out ReadOnlySpan<byte> record))
        {
            count++;
            try
            {
                handler(in As<T>(record));
            }
            finally
            {
                reader.Advance();
            }
        }
        return count;
    }

    private ref readonly T As<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        if (bytes.Length < sizeof(T))
            throw new BpfException($"Ring buffer '{_map.Name}' has a record of {bytes.Length} bytes; a {typeof(T).Name} has {sizeof(T)}.");
        return ref MemoryMarshal.AsRef<T>(bytes);
    }

    private MemoryMapping Map(nuint length, nuint offset, bool writable)
    {
        int result = MemoryMapping.TryCreate(_map.Descriptor, length, offset, writable, out MemoryMapping? mapping);
        return mapping ?? throw _map.Failure("map the memory of", result);
    }
}
