using System;
using BpfSharp;

namespace EgressScheduler;

/// <summary>The packets of a class, one behind the other, at a rate.</summary>
public struct Pace
{
    private const ulong Second = 1_000_000_000; // ns

    /// <summary>Both CPUs may send packets of one class.</summary>
    public BpfSpinLock Lock;

    /// <summary>Bytes a second that may leave.</summary>
    public uint BytesPerSecond;

    /// <summary>When the next packet may leave, in ns of the monotonic clock.</summary>
    public ulong Next;

    /// <summary>Takes the next free place on the wire.</summary>
    /// <param name="now">The time.</param>
    /// <param name="bytes">Bytes that the packet takes there.</param>
    /// <param name="horizon">How long a packet may wait, in ns.</param>
    /// <returns>When the packet may leave; 0: it would have to wait for longer, and no place was taken.</returns>
    public ulong Reserve(ulong now, uint bytes, ulong horizon)
    {
        ulong duration = bytes * Second / BytesPerSecond;
        using BpfSpinLockScope held = Lock.Enter();
        ulong departure = Math.Max(now, Next);
        if (departure - now > horizon)
            return 0;
        Next = departure + duration;
        return departure;
    }
}
