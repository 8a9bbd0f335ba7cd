using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Runs code without capabilities: they belong to a thread, so the rest of the test process keeps its own.</summary>
internal static unsafe partial class Unprivileged
{
    private const uint Version3 = 0x20080522;

    /// <summary>On a thread of its own, which ends afterwards.</summary>
    public static T Run<T>(Func<T> action)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = Here(action);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw failure;
    }

    /// <summary>On this thread, which gets its capabilities back: they stay permitted and are only not effective.</summary>
    public static T Here<T>(Func<T> action)
    {
        Header header = new() { Version = Version3 };
        Sets* original = stackalloc Sets[2];
        if (GetCapabilities(&header, original) != 0)
            throw new InvalidOperationException($"capget: {Marshal.GetLastPInvokeErrorMessage()}");
        Sets* reduced = stackalloc Sets[2];
        reduced[0] = original[0] with { Effective = 0 };
        reduced[1] = original[1] with { Effective = 0 };
        Set(&header, reduced);
        try
        {
            return action();
        }
        finally
        {
            Set(&header, original);
        }
    }

    private static void Set(Header* header, Sets* sets)
    {
        if (SetCapabilities(header, sets) != 0)
            throw new InvalidOperationException($"capset: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "capget", SetLastError = true)]
    private static partial int GetCapabilities(Header* header, Sets* sets);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(Header* header, Sets* sets);

    private struct Header
    {
        public uint Version;
        public int Process;
    }

    private record struct Sets(uint Effective, uint Permitted, uint Inheritable);
}
