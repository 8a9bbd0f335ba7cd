using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary>The system call bpf(2). Failures come back as values, as from the kernel itself: a negated error number.</summary>
internal static unsafe class BpfSystemCall
{
    private static readonly nint s_number = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.Arm64 => 280,
        _ => -1,
    };

    /// <summary>Zero or a descriptor, or a negated error number.</summary>
    public static int Invoke<T>(BpfCommand command, ref T attribute)
        where T : unmanaged
    {
        if (!OperatingSystem.IsLinux() || s_number < 0)
            throw new PlatformNotSupportedException("BPF programs are loaded on Linux on x86-64 or arm64 only; on other systems use the simulation.");
        if (SystemCallSeam.Refuses(command))
            return -Marshal.GetLastPInvokeError();
        fixed (T* pointer = &attribute)
        {
            nint result = Libc.Syscall(s_number, (nint)command, pointer, Unsafe.SizeOf<T>());
            return result < 0 ? -Marshal.GetLastPInvokeError() : (int)result;
        }
    }
}
