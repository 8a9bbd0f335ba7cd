using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary>Calls that a signal has interrupted are made again, but not for ever.</summary>
internal static class Interruption
{
    /// <summary>How often a call is made that is interrupted each time.</summary>
    public const int MostAttempts = 100;

    /// <summary>Whether a call of the C library that failed is worth another try.</summary>
    /// <param name="attempt">Counts the calls; starts at 0.</param>
    public static bool IsWorthAnother(ref int attempt) => ++attempt < MostAttempts && Marshal.GetLastPInvokeError() == Errno.EINTR;

    /// <summary>The same for a call whose negated error number is at hand.</summary>
    public static bool IsWorthAnother(int result, ref int attempt) => ++attempt < MostAttempts && result == -Errno.EINTR;
}
