using System;
using System.Collections.Generic;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/queue_stack_maps.c</c>: values in the order of their pushing; a queue gives the oldest, a stack the newest.</summary>
internal sealed class QueueStorage(MapStorageOptions options, bool isStack) : MapStorage(options)
{
    private readonly LinkedList<byte[]> _oldestFirst = [];

    public override int Push(ReadOnlySpan<byte> value, ulong flags)
    {
        if (flags is AddOnly or > ChangeOnly)
            return -KernelError.Invalid;
        if ((uint)_oldestFirst.Count >= Options.MaxEntries)
        {
            // BPF_EXIST means here: drop the oldest, in a stack too.
            if (flags != ChangeOnly)
                return -KernelError.TooBig;
            _oldestFirst.RemoveFirst();
        }

        _oldestFirst.AddLast(value.ToArray());
        return 0;
    }

    public override int Pop(Span<byte> value) => Take(value, remove: true);

    public override int Peek(Span<byte> value) => Take(value, remove: false);

    private int Take(Span<byte> value, bool remove)
    {
        if ((isStack ? _oldestFirst.Last : _oldestFirst.First) is not { } node)
        {
            value.Clear();
            return -KernelError.NoEntry;
        }

        node.Value.CopyTo(value);
        if (remove)
            _oldestFirst.Remove(node);
        return 0;
    }
}
