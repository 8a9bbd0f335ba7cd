using System;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>What error numbers of map operations mean.</summary>
internal static class MapFailures
{
    /// <summary>True for 0, false where there is no such entry.</summary>
    public static bool Found(KernelMap map, string operation, int result) => result switch
    {
        0 => true,
        -Errno.ENOENT => false,
        _ => throw map.Failure(operation, result),
    };

    /// <summary>The exception for a refused update.</summary>
    public static BpfKernelException OfUpdate(KernelMap map, int result) => -result is Errno.E2BIG or Errno.ENOSPC
        ? KernelErrors.CreateWithReason(
            $"add an entry to map '{map.Name}'", result,
            $"it is full ({map.Shape.MaxEntries} entries): remove some, or set MaxEntries in the options before loading", Capabilities.Bpf)
        : map.Failure("update", result);

    /// <summary>The kernel takes the flag for the lock only where values have one, and the map has types (<c>EINVAL</c>).</summary>
    /// <exception cref="InvalidOperationException">The values have no lock.</exception>
    public static int OfLocked(KernelMap map, int result) => result == -Errno.EINVAL
        ? throw new InvalidOperationException($"The values of map '{map.Name}' have no lock: a BpfSpinLock field.")
        : result;

    /// <summary>The exception for an array index out of range.</summary>
    public static ArgumentOutOfRangeException OfIndex(KernelMap map, uint index) =>
        new(nameof(index), index, $"Map '{map.Name}' has {map.Shape.MaxEntries} entries.");
}
