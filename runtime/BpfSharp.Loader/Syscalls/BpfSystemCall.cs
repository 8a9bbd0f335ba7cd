using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BpfSharp.Loader.Syscalls;

/// <summary>The system call bpf(2). Failures come back as values, as from the kernel itself: a negated error number.</summary>
internal static unsafe class BpfSystemCall
{
    // Constants to the JIT, so that nothing is looked up at a call.
    private static nint Number => X86Base.X64.IsSupported ? 321 : ArmBase.Arm64.IsSupported ? 280 : -1;

    /// <summary>Zero or a descriptor, or a negated error number.</summary>
    public static int Invoke<T>(BpfCommand command, ref T attribute)
        where T : unmanaged
    {
        if (!OperatingSystem.IsLinux() || Number < 0)
            throw new PlatformNotSupportedException("BPF programs are loaded on Linux on x86-64 or arm64 only; on other systems use the simulation.");
        if (SystemCallSeam.Refuses(command))
            return -Marshal.GetLastPInvokeError();
        fixed (T* pointer = &attribute)
        {
            nint result = Libc.Syscall(Number, (nint)command, pointer, Unsafe.SizeOf<T>());
            // The import keeps no error of its own (two calls and a thread's slot each time): errno is still there, the runtime preserves it on the way back.
            return result < 0 ? -Marshal.GetLastSystemError() : (int)result;
        }
    }
}
