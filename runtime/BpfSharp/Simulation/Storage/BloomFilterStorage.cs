using System;
using System.Collections.Generic;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/bloom_filter.c</c> without its false positives: those depend on a random seed.</summary>
internal sealed class BloomFilterStorage(MapStorageOptions options) : MapStorage(options)
{
    private readonly HashSet<byte[]> _values = new(KeyComparer.Instance);

    public override int Push(ReadOnlySpan<byte> value, ulong flags)
    {
        if (flags != 0)
            return -KernelError.Invalid;
        _values.Add(value.ToArray());
        return 0;
    }

    public override int Peek(Span<byte> value) => _values.Contains(value.ToArray()) ? 0 : -KernelError.NoEntry;
}
