using System.Runtime.InteropServices;

namespace BpfSharp.Benchmarks;

/// <summary>Keeps the calling thread on one CPU: per-CPU values of two runs are comparable, and times less scattered.</summary>
internal static partial class Processor
{
    private const int Fifo = 1; // SCHED_FIFO

    /// <summary>Pins to the last CPU that the process may use.</summary>
    public static void Pin()
    {
        int cpu = System.Environment.ProcessorCount - 1;
        ulong mask = 1ul << cpu;
        _ = SetAffinity(0, sizeof(ulong), ref mask);
    }

    /// <summary>Pins a thread, of the kernel too.</summary>
    /// <param name="thread">Its id.</param>
    /// <param name="cpu">The CPU.</param>
    public static void Pin(int thread, int cpu)
    {
        ulong mask = 1ul << cpu;
        _ = SetAffinity(thread, sizeof(ulong), ref mask);
    }

    /// <summary>Lets a thread run before all that is no real-time task, such as what else a busy machine does.</summary>
    /// <param name="thread">Its id; 0: the calling thread.</param>
    public static void Prefer(int thread)
    {
        int priority = 1;
        _ = SetScheduler(thread, Fifo, ref priority);
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, ref int priority);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, ref ulong mask);
}
