using System;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Run counts and times of all programs, which the kernel keeps only while somebody asks for it: it costs each run some 20 ns.</summary>
public sealed class RunStatistics : IDisposable
{
    private readonly FileDescriptor _descriptor;

    private RunStatistics(FileDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>Has the kernel count until the returned value is disposed (BPF_ENABLE_STATS, Linux 5.8).</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static RunStatistics Enable()
    {
        var attribute = new EnableStatisticsAttribute { Type = 0 }; // BPF_STATS_RUN_TIME
        int result = BpfSystemCall.Invoke(BpfCommand.EnableStatistics, ref attribute);
        return result >= 0 ? new RunStatistics(new FileDescriptor(result)) : throw KernelErrors.Create("have runs counted", result, Capabilities.SysAdmin);
    }

    /// <summary>Ends the counting, unless somebody else wants it too.</summary>
    public void Dispose() => _descriptor.Dispose();

    [StructLayout(LayoutKind.Explicit, Size = 4)]
    private struct EnableStatisticsAttribute
    {
        [FieldOffset(0)] public uint Type;
    }
}
