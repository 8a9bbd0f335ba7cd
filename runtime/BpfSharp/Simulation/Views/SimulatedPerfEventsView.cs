using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IPerfEventsView{T}"/>
internal sealed class SimulatedPerfEventsView<T>(PerfEventStorage storage) : SimulatedMapView<PerfEventStorage>(storage), IPerfEventsView<T>
    where T : unmanaged
{
    public ulong LostCount
    {
        get
        {
            lock (Gate)
                return Storage.LostCount;
        }
    }

    public bool TryRead([NotNullWhen(true)] out PerfEvent<T>? perfEvent)
    {
        lock (Gate)
        {
            perfEvent = Storage.TryTake(out int cpu, out byte[] bytes) ? Decode(cpu, bytes) : null;
            return perfEvent is not null;
        }
    }

    public int ReadAvailable(PerfEventHandler<T> handler)
    {
        int count = 0;
        for (; TryRead(out PerfEvent<T>? perfEvent); count++)
            handler(perfEvent.Cpu, perfEvent.Record, perfEvent.Packet);
        return count;
    }

    public async IAsyncEnumerable<PerfEvent<T>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task written;
            bool closed;
            lock (Gate)
            {
                written = Storage.Written;
                closed = Storage.IsClosed;
            }

            while (TryRead(out PerfEvent<T>? perfEvent))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return perfEvent;
            }

            if (closed)
                yield break;
            await written.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static PerfEvent<T> Decode(int cpu, byte[] bytes)
    {
        PerfEventRecord<T> record = Memory.FromBytes<PerfEventRecord<T>>(bytes);
        return new PerfEvent<T>(cpu, record.Record, bytes.AsSpan(Unsafe.SizeOf<PerfEventRecord<T>>()).ToArray());
    }
}
