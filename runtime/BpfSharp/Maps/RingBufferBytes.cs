using System;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>Room for a record with as many bytes behind it as the program has asked for. To be put into a <c>using</c> declaration: what is not submitted is discarded, also where the program ends by a fault.</summary>
/// <typeparam name="T">The record.</typeparam>
[BpfFunction]
public ref struct RingBufferBytes<T>
    where T : unmanaged
{
    private ref RingBufferRoom _room;
    private readonly bool _isThere;

    internal RingBufferBytes(ref RingBufferRoom room, bool isThere)
    {
        _room = ref room;
        _isThere = isThere;
    }

    /// <summary>Whether nothing can be written: there was no room, or it was submitted or discarded.</summary>
    public readonly bool IsAbsent => !_isThere || Unsafe.IsNullRef(ref _room);

    /// <summary>Writes a structure behind the record.</summary>
    /// <typeparam name="TValue">The structure.</typeparam>
    /// <param name="offset">Bytes from the record's end.</param>
    /// <param name="value">What to write.</param>
    /// <returns>Whether there is room for it.</returns>
    public readonly bool TryWrite<TValue>(uint offset, scoped in TValue value)
        where TValue : unmanaged =>
        !Unsafe.IsNullRef(ref _room) && offset < int.MaxValue && BpfHelpers.RoomWrite(ref _room, (uint)Unsafe.SizeOf<T>() + offset, in value, Unsafe.SizeOf<TValue>(), 0) == 0;

    /// <summary>Writes bytes behind the record.</summary>
    /// <param name="offset">Bytes from the record's end.</param>
    /// <param name="source">What to write, at least 1 byte.</param>
    /// <returns>Whether there is room for them.</returns>
    public readonly bool WriteBytes(uint offset, scoped ReadOnlySpan<byte> source) =>
        !Unsafe.IsNullRef(ref _room) && offset < int.MaxValue && BpfHelpers.RoomWriteBytes(ref _room, (uint)Unsafe.SizeOf<T>() + offset, source, 0) == 0;

    /// <summary>Hands the record over; user space is woken when it has read all before. Does nothing where there is none.</summary>
    public void Submit() => Submit(RingBufferWakeup.WhenRead);

    /// <summary>Hands the record over. Does nothing where there is none.</summary>
    /// <param name="wakeup">Whether user space is woken.</param>
    public void Submit(RingBufferWakeup wakeup)
    {
        if (Unsafe.IsNullRef(ref _room))
            return;
        BpfHelpers.RingBufferSubmitDynptr(ref _room, (ulong)wakeup);
        _room = ref Unsafe.NullRef<RingBufferRoom>();
    }

    /// <summary>Gives the room back if the record was not submitted; user space passes over it.</summary>
    public void Dispose()
    {
        if (Unsafe.IsNullRef(ref _room))
            return;
        BpfHelpers.RingBufferDiscardDynptr(ref _room, (ulong)RingBufferWakeup.WhenRead);
        _room = ref Unsafe.NullRef<RingBufferRoom>();
    }
}
