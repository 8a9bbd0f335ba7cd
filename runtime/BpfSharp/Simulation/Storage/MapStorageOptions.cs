using System.Runtime.CompilerServices;
using System.Threading;

namespace BpfSharp.Simulation.Storage;

/// <summary>What the entries of a simulated map look like.</summary>
/// <param name="Gate">The simulation's lock: views and runs take it.</param>
internal sealed record MapStorageOptions(string Name, uint MaxEntries, int CpuCount, Lock Gate)
{
    /// <summary>Of a perf event array: bytes of each CPU's ring.</summary>
    public uint BytesPerCpu { get; init; }

    /// <summary>Of an array: user space may have the values in place.</summary>
    public bool IsMappable { get; init; }

    public int KeySize { get; private init; }

    public int ValueSize { get; private init; }

    /// <summary>Locks and timers of the value.</summary>
    public KernelFields Fields { get; private init; } = KernelFields.None;

    public bool HasLock => Fields.OffsetOf(typeof(BpfSpinLock)) is not null;

    public int? TimerOffset => Fields.OffsetOf(typeof(BpfTimer));

    public MapStorageOptions KeyedBy<TKey, TValue>()
        where TKey : unmanaged
        where TValue : unmanaged =>
        this with { KeySize = Unsafe.SizeOf<TKey>(), ValueSize = Unsafe.SizeOf<TValue>(), Fields = KernelFields.Of(typeof(TValue)) };

    public MapStorageOptions Keyless<T>()
        where T : unmanaged =>
        this with { ValueSize = Unsafe.SizeOf<T>() };
}
