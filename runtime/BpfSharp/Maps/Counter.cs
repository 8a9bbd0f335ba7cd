using System.Numerics;

namespace BpfSharp;

/// <summary>Packets and their bytes, counted. As the value of a per-CPU map it needs no atomics.</summary>
[BpfFunction]
public struct Counter : IAdditionOperators<Counter, Counter, Counter>
{
    /// <summary>Number of packets.</summary>
    public ulong Packets;

    /// <summary>Number of their bytes.</summary>
    public ulong Bytes;

    /// <summary>Adds the counts of two CPUs.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Counter operator +(Counter left, Counter right)
    {
        left.Packets += right.Packets;
        left.Bytes += right.Bytes;
        return left;
    }

    /// <summary>Counts a packet.</summary>
    /// <param name="bytes">Its length.</param>
    public void Add(long bytes)
    {
        Packets++;
        Bytes += (ulong)bytes;
    }
}
