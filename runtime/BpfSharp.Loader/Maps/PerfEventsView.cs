using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Events of one type.</summary>
internal sealed class PerfEventsView<T>(PerfRings rings, KernelMap map) : IPerfEventsView<T>
    where T : unmanaged
{
    public string Name => map.Name;

    public uint MaxEntries => map.Shape.MaxEntries;

    public ulong LostCount => rings.LostCount;

    public bool TryRead([NotNullWhen(true)] out PerfEvent<T>? perfEvent)
    {
        perfEvent = rings.TryTake(out int cpu, out byte[] bytes) ? Decode(cpu, bytes) : null;
        return perfEvent is not null;
    }

    public async IAsyncEnumerable<PerfEvent<T>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PerfEvent<T>? perfEvent;
            try
            {
                if (!TryRead(out perfEvent))
                {
                    if (await rings.WaitAsync(cancellationToken).ConfigureAwait(false))
                        continue;
                    yield break;
                }
            }
            catch (ObjectDisposedException)
            {
                yield break;
            }
            yield return perfEvent;
        }
    }

    private PerfEvent<T> Decode(int cpu, byte[] bytes)
    {
        int size = Unsafe.SizeOf<PerfEventRecord<T>>();
        PerfEventRecord<T> record = bytes.Length >= size ? MemoryMarshal.Read<PerfEventRecord<T>>(bytes) : throw Foreign(bytes.Length);
        return record.PacketLength <= (uint)(bytes.Length - size)
            ? new PerfEvent<T>(cpu, record.Record, bytes.AsSpan(size, (int)record.PacketLength).ToArray())
            : throw Foreign(bytes.Length);
    }

    private BpfException Foreign(int length) => new($"Perf event array '{Name}' has an event of {length} bytes that is no PerfEventRecord<{typeof(T).Name}>.");
}
