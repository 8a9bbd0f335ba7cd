using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Simulation.Storage;

/// <summary>A map with one value for each key, whose keys user space can list.</summary>
internal abstract class KeyedStorage(MapStorageOptions options) : MapStorage(options)
{
    public abstract int Count { get; }

    /// <summary>Keys and values as they are now.</summary>
    public abstract IReadOnlyList<(byte[] Key, byte[] Value)> Snapshot();

    public override IReadOnlyList<byte[]> WalkedKeys() => [.. Snapshot().Select(static e => e.Key)];

    public abstract void Clear();

    /// <summary>What stands before adding, replacing: 0, or a negative error number.</summary>
    protected static int CheckUpdate(bool exists, ulong flags) => flags switch
    {
        > ChangeOnly => -CompilerServices.KernelError.Invalid,
        AddOnly when exists => -CompilerServices.KernelError.Exists,
        ChangeOnly when !exists => -CompilerServices.KernelError.NoEntry,
        _ => 0,
    };
}
