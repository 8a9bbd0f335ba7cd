using System;

namespace BpfSharp.Loader.Syscalls;

/// <summary>Before Linux 5.11 the kernel charges maps and programs to RLIMIT_MEMLOCK, whose default of 64 KB is too little.</summary>
internal static unsafe class LockedMemory
{
    /// <summary>RLIMIT_MEMLOCK.</summary>
    public const int Limit = 8;

    private static readonly Lazy<bool> s_raised = new(Raise);

    /// <summary>Raises the limit as far as the process may, once. True where it rose, so that the refused call is worth another try: also for who was refused while another thread raised it.</summary>
    public static bool TryRaise() => Environment.OSVersion.Version < new Version(5, 11) && s_raised.Value;

    private static bool Raise()
    {
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
