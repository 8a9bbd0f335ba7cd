using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Files of a BPF file system. Failures are negated error numbers.</summary>
internal static unsafe class PinFiles
{
    /// <summary>A descriptor of what is pinned there, or a negated error number.</summary>
    public static int Open(string path)
    {
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var attribute = new ObjectPathAttribute { Path = (ulong)pointer };
            return BpfSystemCall.Invoke(BpfCommand.ObjectGet, ref attribute);
        }
    }

    /// <summary>Pins where nothing is; makes the directory.</summary>
    public static int Pin(FileDescriptor descriptor, string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            TryCreate(directory);
        using FileDescriptor.Hold hold = descriptor.Use();
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var attribute = new ObjectPathAttribute { Path = (ulong)pointer, Fd = hold.Fd };
            return BpfSystemCall.Invoke(BpfCommand.ObjectPin, ref attribute);
        }
    }

    /// <summary>Puts a pin in another one's place in one step.</summary>
    public static int Replace(string path, string by) => Libc.Rename(by, path) == 0 ? 0 : -Marshal.GetLastPInvokeError();

    public static int Remove(string path) => Libc.Unlink(path) == 0 ? 0 : -Marshal.GetLastPInvokeError();

    /// <summary>The exception for a refused pin.</summary>
    /// <param name="what">With its kind, such as <c>map 'Denied'</c>.</param>
    public static BpfKernelException Failure(string what, string path, int error) => KernelErrors.CreateWithReason(
        $"pin {what} at '{path}'", error,
        -error switch
        {
            Errno.ENOENT => "the directory does not exist and could not be made",
            Errno.EEXIST => "something is pinned there already",
            _ => "the path must lie in a BPF file system ('mount -t bpf bpf /sys/fs/bpf'), and its last part may have no dot",
        },
        Capabilities.Bpf);

    // Where this fails, the pin fails too and says why.
    private static void TryCreate(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
