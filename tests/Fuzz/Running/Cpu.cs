using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Fuzz.Running;

/// <summary>Binds a thread to a CPU: a kernel's test run counts in per-CPU maps where it runs, and the simulation is told to do the same.</summary>
internal static partial class Cpu
{
    public static void Bind(int cpu)
    {
        Span<ulong> mask = stackalloc ulong[16];
        mask[cpu / 64] = 1ul << (cpu % 64);
        if (SetAffinity(0, mask.Length * sizeof(ulong), mask) != 0)
            throw new InvalidOperationException($"this thread can't be bound to CPU {cpu}");
    }

    // pid 0: the calling thread.
    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int pid, nint size, Span<ulong> mask);
}
