using System;
using System.Collections.Generic;

namespace BpfSharp.Simulation.Storage;

/// <summary>The order in which keys were used last.</summary>
internal sealed class KeyRecency
{
    private readonly LinkedList<byte[]> _recentFirst = [];
    private readonly Dictionary<byte[], LinkedListNode<byte[]>> _nodes = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], LinkedListNode<byte[]>>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public KeyRecency() => _lookup = _nodes.GetAlternateLookup<ReadOnlySpan<byte>>();

    public void Use(ReadOnlySpan<byte> key)
    {
        byte[] own = Forget(key) ?? key.ToArray();
        _nodes.Add(own, _recentFirst.AddFirst(own));
    }

    /// <summary>The key as it was kept; null where it was not.</summary>
    public byte[]? Forget(ReadOnlySpan<byte> key)
    {
        if (!_lookup.Remove(key, out byte[]? own, out LinkedListNode<byte[]>? node))
            return null;
        _recentFirst.Remove(node);
        return own;
    }

    public byte[] TakeOldest()
    {
        byte[] oldest = _recentFirst.Last!.Value;
        Forget(oldest);
        return oldest;
    }

    public void Clear()
    {
        _recentFirst.Clear();
        _nodes.Clear();
    }
}
