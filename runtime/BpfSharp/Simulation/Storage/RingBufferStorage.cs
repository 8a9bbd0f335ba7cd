using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/ringbuf.c</c>: records with a header of 8 bytes each, in the order written; what does not fit is lost.</summary>
internal sealed class RingBufferStorage(MapStorageOptions options) : MapStorage(options)
{
    private const int HeaderSize = 8; // BPF_RINGBUF_HDR_SZ
    private const uint DiscardBit = 1u << 30; // BPF_RINGBUF_DISCARD_BIT
    private const ulong NoWakeup = 1; // BPF_RB_NO_WAKEUP
    private const ulong FlagMask = 3; // and BPF_RB_FORCE_WAKEUP

    private readonly Queue<RingBufferRecord> _records = new();
    private long _used;
    private TaskCompletionSource _written = NewSignal();

    public bool IsClosed { get; private set; }

    /// <summary>Ends when something has been written after this was asked for, or the simulation ends.</summary>
    public Task Written => _written.Task;

    public override int Output(ReadOnlySpan<byte> record, ulong flags)
    {
        if ((flags & ~FlagMask) != 0)
            return -KernelError.Invalid;
        if (Reserve(record.Length) is not { } reserved)
            return -KernelError.Again;
        record.CopyTo(reserved.Bytes);
        Commit(reserved, isDiscarded: false, flags);
        return 0;
    }

    /// <summary>Room for a record; null where there is none.</summary>
    public RingBufferRecord? Reserve(int length)
    {
        long size = SizeOf(length);
        // __bpf_ringbuf_reserve keeps the producer's position from meeting the consumer's: one byte always stays free.
        if (_used + size > Options.MaxEntries - 1)
            return null;
        _used += size;
        var record = new RingBufferRecord(new byte[length]) { IsBusy = true };
        _records.Enqueue(record);
        return record;
    }

    /// <summary>What was reserved may be read, or passed over.</summary>
    public void Commit(RingBufferRecord record, bool isDiscarded, ulong flags)
    {
        record.IsBusy = false;
        record.IsDiscarded = isDiscarded;
        if ((flags & NoWakeup) == 0)
            Signal();
    }

    public bool TryTake(out byte[] record)
    {
        while (_records.TryPeek(out RingBufferRecord? next) && !next.IsBusy)
        {
            _records.Dequeue();
            _used -= SizeOf(next.Bytes.Length);
            record = next.Bytes;
            if (!next.IsDiscarded)
                return true;
        }

        record = [];
        return false;
    }

    /// <summary>The records that may be read, as they lie in the kernel's ring; discarded ones are among them.</summary>
    /// <param name="length">Bytes of all of them.</param>
    public byte[] Image(out ulong length)
    {
        List<RingBufferRecord> ready = [.. _records.TakeWhile(static r => !r.IsBusy)];
        length = (ulong)ready.Sum(static r => SizeOf(r.Bytes.Length));
        byte[] image = new byte[BitOperations.RoundUpToPowerOf2(length + 1)];
        int at = 0;
        foreach (RingBufferRecord record in ready)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), (uint)record.Bytes.Length | (record.IsDiscarded ? DiscardBit : 0));
            record.Bytes.CopyTo(image.AsSpan(at + HeaderSize));
            at += (int)SizeOf(record.Bytes.Length);
        }
        return image;
    }

    /// <summary>Takes the oldest record away; gives how many bytes it had in the ring.</summary>
    public ulong PassOver()
    {
        long size = SizeOf(_records.Dequeue().Bytes.Length);
        _used -= size;
        return (ulong)size;
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
