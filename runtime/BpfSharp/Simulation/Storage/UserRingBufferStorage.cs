using System.Collections.Generic;

namespace BpfSharp.Simulation.Storage;

/// <summary>A ring that user space writes, with as much room as <c>kernel/bpf/ringbuf.c</c> has.</summary>
internal sealed class UserRingBufferStorage(MapStorageOptions options) : MapStorage(options)
{
    private const int HeaderSize = 8; // BPF_RINGBUF_HDR_SZ

    private readonly Queue<byte[]> _records = new();
    private long _used;

    public bool TryWrite(byte[] record)
    {
        long size = SizeOf(record.Length);
        if (_used + size > Options.MaxEntries)
            return false;
        _used += size;
        _records.Enqueue(record);
        return true;
    }

    public byte[]? Take()
    {
        if (!_records.TryDequeue(out byte[]? record))
            return null;
        _used -= SizeOf(record.Length);
        return record;
    }

    private static long SizeOf(int record) => (record + HeaderSize + 7L) & ~7L;
}
