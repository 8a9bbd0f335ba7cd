using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace BpfSharp.Loader.Syscalls;

/// <summary>Where tests stand between the loader and the kernel: a call may be refused with an error number instead of being made. Nobody else uses it.</summary>
internal static class SystemCallSeam
{
    // How many flows have one set: without any, a call pays for reading this only. (A field with an initialiser here would add a check of the class to each read.)
    private static int s_active;

    /// <summary>Sets what decides on this flow's calls, until the returned value is disposed.</summary>
    /// <param name="refusal">Of a call's name: the error number to refuse it with, or 0.</param>
    public static IDisposable Set(Func<string, int> refusal)
    {
        Interlocked.Increment(ref s_active);
        Flow.Refusal.Value = refusal;
        return new Reset();
    }

    /// <summary>Whether the call is refused; then the thread's last error is set.</summary>
    public static bool Refuses(string call)
    {
        if (Volatile.Read(ref s_active) == 0 || Flow.Refusal.Value is not { } refusal)
            return false;
        int errno = refusal(call);
        if (errno != 0)
            Marshal.SetLastPInvokeError(errno);
        return errno != 0;
    }

    /// <summary>As <see cref="Refuses(string)"/> for a command of bpf(2), whose name is made only where somebody listens.</summary>
    public static bool Refuses(BpfCommand command) => Volatile.Read(ref s_active) != 0 && Refuses("bpf " + command);

    private static class Flow
    {
        public static readonly AsyncLocal<Func<string, int>?> Refusal = new();
    }

    private sealed class Reset : IDisposable
    {
        public void Dispose()
        {
            Flow.Refusal.Value = null;
            Interlocked.Decrement(ref s_active);
        }
    }
}
