using System.Runtime.CompilerServices;
using System.Threading;

namespace BpfSharp.Simulation.Storage;

/// <summary>What the entries of a simulated map look like.</summary>
/// <param name="Gate">The simulation's lock: views and runs take it.</param>
internal sealed record MapStorageOptions(string Name, uint MaxEntries, int CpuCount, Lock Gate)
{
    /// <summary>Of a perf event array: bytes of each CPU's ring.</summary>
    public uint BytesPerCpu { get; init; }

    public int KeySize { get; private init; }

    public int ValueSize { get; private init; }

    /// <summary>Where the value has its lock; null: it has none.</summary>
    public int? LockOffset { get; private init; }

    public MapStorageOptions KeyedBy<TKey, TValue>()
        where TKey : unmanaged
        where TValue : unmanaged =>
        this with { KeySize = Unsafe.SizeOf<TKey>(), ValueSize = Unsafe.SizeOf<TValue>(), LockOffset = ValueLock.OffsetIn(typeof(TValue)) };

    public MapStorageOptions Keyless<T>()
        where T : unmanaged =>
        this with { ValueSize = Unsafe.SizeOf<T>() };
}
