using System.Runtime.InteropServices;

namespace BpfSharp.Samples;

/// <summary>Lets a thread that plays the world outside run before this machine's other work.</summary>
public static partial class ThreadPrecedence
{
    private const int OfThread = 0; // PRIO_PROCESS: in Linux a thread
    private const int Itself = 0;
    private const int First = -20;

    /// <summary>For the calling thread, as long as it lives. Without the right to (CAP_SYS_NICE) nothing changes.</summary>
    public static void Take() => _ = SetPriority(OfThread, Itself, First);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
