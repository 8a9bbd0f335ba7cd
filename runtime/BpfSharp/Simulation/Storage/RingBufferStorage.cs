using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/ringbuf.c</c>: records with a header of 8 bytes each, in the order written; what does not fit is lost.</summary>
internal sealed class RingBufferStorage(MapStorageOptions options) : MapStorage(options)
{
    private const int HeaderSize = 8; // BPF_RINGBUF_HDR_SZ
    private const ulong NoWakeup = 1; // BPF_RB_NO_WAKEUP
    private const ulong FlagMask = 3; // and BPF_RB_FORCE_WAKEUP

    private readonly Queue<byte[]> _records = new();
    private long _used;
    private TaskCompletionSource _written = NewSignal();

    public bool IsClosed { get; private set; }

    /// <summary>Ends when something has been written after this was asked for, or the simulation ends.</summary>
    public Task Written => _written.Task;

    public override int Output(ReadOnlySpan<byte> record, ulong flags)
    {
        if ((flags & ~FlagMask) != 0)
            return -KernelError.Invalid;
        long size = SizeOf(record.Length);
        // __bpf_ringbuf_reserve keeps the producer's position from meeting the consumer's: one byte always stays free.
        if (_used + size > Options.MaxEntries - 1)
            return -KernelError.Again;
        _used += size;
        _records.Enqueue(record.ToArray());
        if ((flags & NoWakeup) == 0)
            Signal();
        return 0;
    }

    public bool TryTake(out byte[] record)
    {
        if (!_records.TryDequeue(out record!))
            return false;
        _used -= SizeOf(record.Length);
        return true;
    }

    public override void Close()
    {
        IsClosed = true;
        Signal();
    }

    private static long SizeOf(int record) => (record + HeaderSize + 7L) & ~7L;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        TaskCompletionSource written = _written;
        _written = NewSignal();
        written.SetResult();
    }
}
