using System;
using System.Threading;

namespace BpfSharp.Loader.Syscalls;

/// <summary>Before Linux 5.11 the kernel charges maps and programs to RLIMIT_MEMLOCK, whose default of 64 KB is too little.</summary>
internal static unsafe class LockedMemory
{
    /// <summary>RLIMIT_MEMLOCK.</summary>
    public const int Limit = 8;

    private static int s_tried;

    /// <summary>Raises the limit as far as the process may. True where it rose, so that the refused call is worth another try.</summary>
    public static bool TryRaise()
    {
        if (Environment.OSVersion.Version >= new Version(5, 11) || Interlocked.Exchange(ref s_tried, 1) != 0)
            return false;
        var unlimited = new ResourceLimit { Current = ulong.MaxValue, Maximum = ulong.MaxValue };
        if (Libc.SetResourceLimit(Limit, &unlimited) == 0)
            return true;
        ResourceLimit limit;
        if (Libc.GetResourceLimit(Limit, &limit) != 0 || limit.Current == limit.Maximum)
            return false;
        limit.Current = limit.Maximum;
        return Libc.SetResourceLimit(Limit, &limit) == 0;
    }
}
