using System;
using System.Threading;

namespace EgressScheduler.Traffic;

/// <summary>Which packets of a flow have arrived. One thread adds.</summary>
/// <remarks>Their order is not looked at: a veth puts packets into a queue of the processor that sends, and those of two processors may pass each other behind the scheduler.</remarks>
internal sealed class Arrivals
{
    private byte[] _seen = new byte[1_024];
    private int _count;

    /// <summary>How many have arrived.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(int number)
    {
        while (number >= _seen.Length)
            Array.Resize(ref _seen, _seen.Length * 2);
        if (_seen[number] < byte.MaxValue)
            _seen[number]++;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>What is wrong with a packet; null: nothing. When no more arrive.</summary>
    public string? Judge(int number) => (number < _seen.Length ? _seen[number] : 0) switch
    {
        0 => "did not arrive",
        1 => null,
        var times => $"arrived {times} times",
    };
}
