using System;
using System.Text;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Btf;

/// <summary>BPF_BTF_LOAD.</summary>
internal static unsafe class BtfLoading
{
    private const int LogSize = 1 << 16;

    /// <summary>Null and the kernel's complaint where it refuses the types.</summary>
    public static FileDescriptor? TryLoad(ReadOnlySpan<byte> types, out int error, out string log)
    {
        error = TryLoad(types, null);
        log = "";
        if (error >= 0)
            return new FileDescriptor(error);
        byte[] buffer = new byte[LogSize];
        int again = TryLoad(types, buffer);
        if (again >= 0)
            return new FileDescriptor(again);
        int end = Array.IndexOf(buffer, (byte)0);
        log = Encoding.UTF8.GetString(buffer, 0, end < 0 ? buffer.Length : end);
        return null;
    }

    private static int TryLoad(ReadOnlySpan<byte> types, byte[]? log)
    {
        fixed (byte* pointer = types, logPointer = log)
        {
            var attribute = new BtfLoadAttribute { Btf = (ulong)pointer, BtfSize = types.Length };
            if (log is not null)
            {
                attribute.LogBuffer = (ulong)logPointer;
                attribute.LogSize = (uint)log.Length;
                attribute.LogLevel = 1;
            }
            return BpfSystemCall.Invoke(BpfCommand.BtfLoad, ref attribute);
        }
    }
}
