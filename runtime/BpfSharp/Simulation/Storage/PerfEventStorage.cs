using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary>A ring for each CPU, as <c>kernel/events/ring_buffer.c</c> fills it: what does not fit is lost, and counted.</summary>
internal sealed class PerfEventStorage : MapStorage
{
    private const int HeaderSize = 8; // struct perf_event_header
    private const int LengthSize = 4; // u32 size of PERF_SAMPLE_RAW

    private readonly Queue<byte[]>[] _events;
    private readonly long[] _used;
    private TaskCompletionSource _written = NewSignal();

    public PerfEventStorage(MapStorageOptions options)
        : base(options)
    {
        _events = new Queue<byte[]>[options.CpuCount];
        for (int cpu = 0; cpu < _events.Length; cpu++)
            _events[cpu] = new Queue<byte[]>();
        _used = new long[options.CpuCount];
    }

    public bool IsClosed { get; private set; }

    public ulong LostCount { get; private set; }

    /// <summary>Ends when something has been written after this was asked for, or the simulation ends.</summary>
    public Task Written => _written.Task;

    public int Output(int cpu, ReadOnlySpan<byte> record, ReadOnlySpan<byte> packet)
    {
        long size = SizeOf(record.Length + packet.Length);
        // perf_output_begin: head and tail never meet, one byte stays free.
        if (_used[cpu] + size > Options.BytesPerCpu - 1)
        {
            LostCount++;
            return -KernelError.NoSpace;
        }

        _used[cpu] += size;
        _events[cpu].Enqueue([.. record, .. packet]);
        Signal();
        return 0;
    }

    public bool TryTake(out int cpu, out byte[] bytes)
    {
        for (cpu = 0; cpu < _events.Length; cpu++)
        {
            if (!_events[cpu].TryDequeue(out byte[]? found))
                continue;
            bytes = found;
            _used[cpu] -= SizeOf(bytes.Length);
            return true;
        }

        bytes = [];
        return false;
    }

    public override void Close()
    {
        IsClosed = true;
        Signal();
    }

    private static long SizeOf(int data) => HeaderSize + ((data + LengthSize + 7L) & ~7L);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        TaskCompletionSource written = _written;
        _written = NewSignal();
        written.SetResult();
    }
}
