using System.Runtime.InteropServices;

namespace BpfSharp.Benchmarks;

/// <summary>Keeps the calling thread on one CPU: per-CPU values of two runs are comparable, and times less scattered.</summary>
internal static partial class Processor
{
    /// <summary>Pins to the last CPU that the process may use.</summary>
    public static void Pin()
    {
        int cpu = System.Environment.ProcessorCount - 1;
        ulong mask = 1ul << cpu;
        _ = SetAffinity(0, sizeof(ulong), ref mask);
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, ref ulong mask);
}
