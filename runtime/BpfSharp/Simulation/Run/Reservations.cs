using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.Simulation.Run;

/// <summary>Records that the running program has reserved and not handed over yet.</summary>
internal sealed class Reservations
{
    private readonly List<(RingBufferStorage Ring, RingBufferRecord Record)> _open = [];

    /// <summary>The record's memory, or a null reference.</summary>
    public ref byte Reserve(RingBufferStorage ring, int size, ulong flags)
    {
        if (flags != 0 || ring.Reserve(size) is not { } record)
            return ref Unsafe.NullRef<byte>();
        _open.Add((ring, record));
        return ref MemoryMarshal.GetArrayDataReference(record.Bytes);
    }

    public void Submit(ref byte memory, ulong flags)
    {
        (RingBufferStorage ring, RingBufferRecord record) = Take(ref memory);
        ring.Commit(record, isDiscarded: false, flags);
    }

    public void Discard(ref byte memory, ulong flags)
    {
        (RingBufferStorage ring, RingBufferRecord record) = Take(ref memory);
        ring.Commit(record, isDiscarded: true, flags);
    }

    private (RingBufferStorage Ring, RingBufferRecord Record) Take(ref byte memory)
    {
        for (int i = 0; i < _open.Count; i++)
        {
            if (!Unsafe.AreSame(ref MemoryMarshal.GetArrayDataReference(_open[i].Record.Bytes), ref memory))
                continue;
            (RingBufferStorage, RingBufferRecord) found = _open[i];
            _open.RemoveAt(i);
            return found;
        }

        throw new SimulationException("A program released a record of a ring buffer that it does not hold: it was submitted or discarded before.");
    }
}
