using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>Room for a record in a ring buffer. To be put into a <c>using</c> declaration: what is not submitted is discarded, also where the program ends by a fault.</summary>
/// <typeparam name="T">The record.</typeparam>
[BpfFunction]
public ref struct RingBufferReservation<T>
    where T : unmanaged
{
    private ref T _record;

    internal RingBufferReservation(ref T record) => _record = ref record;

    /// <summary>Whether there is no record: there was no room, or it was submitted or discarded.</summary>
    public readonly bool IsAbsent => Unsafe.IsNullRef(ref _record);

    /// <summary>The record, which user space doesn't see yet. Faults (<see cref="FaultKind.NullReference"/>) where there is none.</summary>
    public readonly ref T Record
    {
        get
        {
            if (Unsafe.IsNullRef(ref _record))
                throw new AbsentReferenceException();
            return ref _record;
        }
    }

    /// <summary>Hands the record over; user space is woken when it has read all before. Does nothing where there is none.</summary>
    public void Submit() => Submit(RingBufferWakeup.WhenRead);

    /// <summary>Hands the record over. Does nothing where there is none.</summary>
    /// <param name="wakeup">Whether user space is woken.</param>
    public void Submit(RingBufferWakeup wakeup)
    {
        if (Unsafe.IsNullRef(ref _record))
            return;
        BpfHelpers.RingBufferSubmit(ref _record, (ulong)wakeup);
        _record = ref Unsafe.NullRef<T>();
    }

    /// <summary>Gives the room back if the record was not submitted; user space passes over it.</summary>
    public void Dispose()
    {
        if (Unsafe.IsNullRef(ref _record))
            return;
        BpfHelpers.RingBufferDiscard(ref _record, (ulong)RingBufferWakeup.WhenRead);
        _record = ref Unsafe.NullRef<T>();
    }
}
