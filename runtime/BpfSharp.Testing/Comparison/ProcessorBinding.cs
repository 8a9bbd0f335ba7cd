using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace BpfSharp.Testing;

/// <summary>Keeps the calling thread on one CPU until it is disposed of by the same thread; elsewhere than on Linux it does nothing.</summary>
internal readonly ref partial struct ProcessorBinding
{
    // 8,192 CPUs, the most that x86 and arm64 kernels are built for: a shorter mask than the kernel's is EINVAL (sched_getaffinity(2)).
    private const int MaskWords = 8192 / 64;
    private readonly ulong[]? _before;

    private ProcessorBinding(ulong[] before) => _before = before;

    /// <summary>Binds the calling thread to the first CPU that it may use.</summary>
    public static ProcessorBinding ToFirst()
    {
        if (!OperatingSystem.IsLinux())
            return default;
        ulong[] before = new ulong[MaskWords];
        int first = GetAffinity(0, MaskWords * sizeof(ulong), before) == 0 ? Array.FindIndex(before, static word => word != 0) : -1;
        if (first < 0)
            return default;
        ulong[] one = new ulong[MaskWords];
        one[first] = 1ul << BitOperations.TrailingZeroCount(before[first]);
        return SetAffinity(0, MaskWords * sizeof(ulong), one) == 0 ? new ProcessorBinding(before) : default;
    }

    /// <summary>Lets the thread go where it could before.</summary>
    public void Dispose()
    {
        if (_before is not null)
            _ = SetAffinity(0, MaskWords * sizeof(ulong), _before);
    }

    // Thread 0 is the calling one.
    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint size, [In, Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, ulong[] mask);
}
