using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A stack (<c>BPF_MAP_TYPE_STACK</c>, Linux 4.20) that all CPUs and user space share: last in, first out.</summary>
/// <typeparam name="T">The value: unmanaged. Padding bytes are stored as zero.</typeparam>
[BpfMap(23, Name = "BPF_MAP_TYPE_STACK", Value = 0, View = "Queue", Since = "4.20")]
public sealed class StackMap<T> : MapDeclaration
    where T : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Values that fit; adding more fails.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public StackMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>Adds a value on top.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether there was room.</returns>
    [BpfFunction]
    public bool TryPush(scoped in T value) => BpfHelpers.MapPush(this, in value, (ulong)MapUpdate.Any) == 0;

    /// <summary>Adds a value on top, and makes room by dropping the oldest one where the stack is full.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was possible: not on a CPU that was interrupted in this very operation.</returns>
    [BpfFunction]
    public bool PushOverOldest(scoped in T value) => BpfHelpers.MapPush(this, in value, (ulong)MapUpdate.Change) == 0;

    /// <summary>Takes the newest value away.</summary>
    /// <param name="value">The value; zero where the stack is empty.</param>
    /// <returns>Whether there was one.</returns>
    [BpfFunction]
    public bool TryPop(out T value)
    {
        T taken = default;
        bool any = BpfHelpers.MapPop(this, ref taken) == 0;
        value = taken;
        return any;
    }

    /// <summary>A copy of the newest value, which stays.</summary>
    /// <param name="value">The value; zero where the stack is empty.</param>
    /// <returns>Whether there was one.</returns>
    [BpfFunction]
    public bool TryPeek(out T value)
    {
        T seen = default;
        bool any = BpfHelpers.MapPeek(this, ref seen) == 0;
        value = seen;
        return any;
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new QueueStorage(options.Keyless<T>(), isStack: true);
}
