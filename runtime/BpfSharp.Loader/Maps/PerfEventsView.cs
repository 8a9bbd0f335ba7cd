using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Events of one type.</summary>
internal sealed class PerfEventsView<T> : IPerfEventsView<T>
    where T : unmanaged
{
    private readonly PerfBytesHandler<PerfEvent<T>?> _copy;
    private readonly PerfBytesHandler<PerfEventHandler<T>> _hand;
    private readonly PerfRings _rings;
    private readonly KernelMap _map;

    public PerfEventsView(PerfRings rings, KernelMap map)
    {
        _rings = rings;
        _map = map;
        _copy = Copy;
        _hand = Hand;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public ulong LostCount => _rings.LostCount;

    public bool TryRead([NotNullWhen(true)] out PerfEvent<T>? perfEvent)
    {
        perfEvent = null;
        _rings.TryHandle(_copy, ref perfEvent);
        return perfEvent is not null;
    }

    public int ReadAvailable(PerfEventHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        int count = 0;
        while (_rings.TryHandle(_hand, ref handler))
            count++;
        return count;
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
                    if (await _rings.WaitAsync(cancellationToken).ConfigureAwait(false))
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

    // In front of the packet: the record and the packet's length, since the kernel pads events.
    private ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> bytes, out T record)
    {
        int size = Unsafe.SizeOf<PerfEventRecord<T>>();
        PerfEventRecord<T> head = bytes.Length >= size ? MemoryMarshal.Read<PerfEventRecord<T>>(bytes) : throw Foreign(bytes.Length);
        record = head.Record;
        return head.PacketLength <= (uint)(bytes.Length - size) ? bytes.Slice(size, (int)head.PacketLength) : throw Foreign(bytes.Length);
    }

    private void Copy(int cpu, ReadOnlySpan<byte> bytes, ref PerfEvent<T>? perfEvent)
    {
        ReadOnlySpan<byte> packet = Decode(bytes, out T record);
        perfEvent = new PerfEvent<T>(cpu, record, packet.ToArray());
    }

    private void Hand(int cpu, ReadOnlySpan<byte> bytes, ref PerfEventHandler<T> handler)
    {
        ReadOnlySpan<byte> packet = Decode(bytes, out T record);
        handler(cpu, in record, packet);
    }

    private BpfException Foreign(int length) => new($"Perf event array '{Name}' has an event of {length} bytes that is no PerfEventRecord<{typeof(T).Name}>.");
}
