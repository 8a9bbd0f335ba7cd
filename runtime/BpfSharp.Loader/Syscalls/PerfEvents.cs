using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary>The system call perf_event_open(2), as far as BPF output goes.</summary>
internal static unsafe class PerfEvents
{
    private const nuint EnableRequest = 0x2400; // PERF_EVENT_IOC_ENABLE
    private const ulong Watermark = 1ul << 14; // the bit field "watermark"
    private const nint CloseOnExec = 8; // PERF_FLAG_FD_CLOEXEC

    private static readonly nint s_number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 241 : 298;

    /// <summary>A descriptor of an event that BPF programs on a CPU write to, or a negated error number.</summary>
    /// <param name="watermarkBytes">Bytes that wait before the reader is woken; 0: each event wakes.</param>
    public static int OpenBpfOutput(int cpu, uint watermarkBytes)
    {
        var attribute = new PerfEventAttribute
        {
            Type = 1, // PERF_TYPE_SOFTWARE
            Size = (uint)sizeof(PerfEventAttribute),
            Config = 10, // PERF_COUNT_SW_BPF_OUTPUT
            SamplePeriod = 1,
            SampleType = 1 << 10, // PERF_SAMPLE_RAW
            Flags = watermarkBytes == 0 ? 0 : Watermark,
            Wakeup = watermarkBytes == 0 ? 1 : watermarkBytes,
        };
        nint result = Libc.PerfEventOpen(s_number, &attribute, -1, cpu, -1, CloseOnExec);
        return result < 0 ? -Marshal.GetLastPInvokeError() : (int)result;
    }

    /// <summary>Zero or a negated error number.</summary>
    public static int Enable(FileDescriptor descriptor)
    {
        using FileDescriptor.Hold hold = descriptor.Use();
        return Libc.InputOutputControl(hold.Fd, EnableRequest, 0) < 0 ? -Marshal.GetLastPInvokeError() : 0;
    }

    // struct perf_event_attr, PERF_ATTR_SIZE_VER0
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct PerfEventAttribute
    {
        [FieldOffset(0)] public uint Type;
        [FieldOffset(4)] public uint Size;
        [FieldOffset(8)] public ulong Config;
        [FieldOffset(16)] public ulong SamplePeriod;
        [FieldOffset(24)] public ulong SampleType;
        [FieldOffset(40)] public ulong Flags;

        // Events, or with the flag bytes.
        [FieldOffset(48)] public uint Wakeup;
    }
}
