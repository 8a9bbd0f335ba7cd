using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>A ring buffer map with its memory.</summary>
internal sealed unsafe class RingBuffer : RingBufferSource, IDisposable
{
    private readonly Lock _turn = new();
    private readonly KernelMap _map;
    private readonly MemoryMapping _consumer;
    private readonly MemoryMapping _producer;
    private readonly ReadinessSource _readiness;
    private bool _isLeased;

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
            _readiness = new ReadinessSource(ReadinessPoller.Shared, HasRecord, map.Descriptor);
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
        int count = 0;
        foreach (ref readonly T record in Lease<T>())
        {
            count++;
            handler(in record);
        }
        return count;
    }

    /// <summary>The records that there are. Until its end the ring is this thread's.</summary>
    public RingBufferLease<T> Lease<T>()
        where T : unmanaged
    {
        _turn.Enter();
        bool isLeased = false;
        bool hasConsumer = false;
        bool hasProducer = false;
        try
        {
            RequireFree();
            _consumer.DangerousAddRef(ref hasConsumer);
            _producer.DangerousAddRef(ref hasProducer);
            byte* producer = _producer.Address;
            _isLeased = isLeased = true;
            ulong position = Volatile.Read(ref *(ulong*)_consumer.Address);
            return new RingBufferLease<T>(
                ref *(producer + Environment.SystemPageSize), _map.Shape.MaxEntries, position, Volatile.Read(ref *(ulong*)producer), this);
        }
        finally
        {
            if (!isLeased)
            {
                if (hasConsumer)
                    _consumer.DangerousRelease();
                _turn.Exit();
            }
        }
    }

    /// <inheritdoc/>
    public override void Commit(ulong position) => Volatile.Write(ref *(ulong*)_consumer.Address, position);

    /// <inheritdoc/>
    public override void End(ulong position)
    {
        Commit(position);
        _isLeased = false;
        _producer.DangerousRelease();
        _consumer.DangerousRelease();
        _turn.Exit();
    }

    /// <inheritdoc/>
    public override Exception Foreign(int length, string type, int size) =>
        new BpfException($"Ring buffer '{_map.Name}' has a record of {length} bytes; a {type} has {size}.");

    /// <summary>Completes when there may be records: true; or when the ring is disposed: false.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _readiness.WaitAsync(cancellationToken);

    public void Dispose()
    {
        _readiness.Dispose();
        _producer.Dispose();
        _consumer.Dispose();
    }

    // A record that is still being written is none yet.
    private bool HasRecord()
    {
        lock (_turn)
        {
            using MemoryMapping.Hold consumer = _consumer.Use();
            using MemoryMapping.Hold producer = _producer.Use();
            return Reader(consumer, producer).TryPeek(out _);
        }
    }

    private void RequireFree()
    {
        if (_isLeased)
            throw new InvalidOperationException($"Ring buffer '{_map.Name}' is read from inside its own handler or lease.");
    }

    private RingBufferReader Reader(MemoryMapping.Hold consumer, MemoryMapping.Hold producer)
    {
        RequireFree();
        return new RingBufferReader(
            (ulong*)consumer.Address, (ulong*)producer.Address, producer.Address + Environment.SystemPageSize, _map.Shape.MaxEntries);
    }

    private ref readonly T As<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        if (bytes.Length < sizeof(T))
            throw Foreign(bytes.Length, typeof(T).Name, sizeof(T));
        return ref MemoryMarshal.AsRef<T>(bytes);
    }

    private MemoryMapping Map(nuint length, nuint offset, bool writable)
    {
        int result = MemoryMapping.TryCreate(_map.Descriptor, length, offset, writable, out MemoryMapping? mapping);
        return mapping ?? throw _map.Failure("map the memory of", result);
    }
}
