using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/arraymap.c</c>: all entries exist, and values are changed in place.</summary>
internal sealed class ArrayStorage : MapStorage
{
    private readonly ArrayValues _values;

    public ArrayStorage(MapStorageOptions options)
        : base(options) =>
        _values = new ArrayValues(options);

    public override ref byte Lookup(scoped ReadOnlySpan<byte> key, int cpu) => ref _values.Find(key);

    public override IReadOnlyList<byte[]> WalkedKeys() => ArrayValues.Keys(Options);

    public override int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags, int cpu) => _values.Update(key, value, flags);
}
