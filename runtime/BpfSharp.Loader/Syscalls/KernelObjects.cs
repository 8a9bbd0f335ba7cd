using System.Runtime.CompilerServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary>What the kernel tells of its objects, by descriptor or id.</summary>
internal static unsafe class KernelObjects
{
    /// <summary>Zero or a negated error number.</summary>
    public static int TryGetInfo<T>(FileDescriptor descriptor, out T info)
        where T : unmanaged
    {
        using FileDescriptor.Hold hold = descriptor.Use();
        return TryGetInfo(hold.Fd, out info);
    }

    /// <summary>As <see cref="TryGetInfo{T}(FileDescriptor, out T)"/>, where the structure says what is asked for.</summary>
    public static int TryFillInfo<T>(FileDescriptor descriptor, ref T info)
        where T : unmanaged
    {
        using FileDescriptor.Hold hold = descriptor.Use();
        return TryFillInfo(hold.Fd, ref info);
    }

    /// <summary>The program's name; empty where it has none or the id is gone or may not be opened.</summary>
    public static string ProgramName(uint id)
    {
        var attribute = new ObjectIdAttribute { Id = id };
        int fd = BpfSystemCall.Invoke(BpfCommand.ProgramGetFdById, ref attribute);
        if (fd < 0)
            return "";
        using var descriptor = new FileDescriptor(fd);
        return TryGetInfo(descriptor, out ProgramInfo info) < 0 ? "" : ObjectNames.Decode(info.Name);
    }

    /// <summary>Whether a descriptor is a link's. The kernel gives information on maps and programs by the same command, so the descriptor's own file says it.</summary>
    public static bool IsLink(FileDescriptor descriptor)
    {
        using FileDescriptor.Hold hold = descriptor.Use();
        return new System.IO.FileInfo($"/proc/self/fd/{hold.Fd}").LinkTarget is { } target && target.StartsWith("anon_inode:bpf", System.StringComparison.Ordinal) && target.EndsWith("link", System.StringComparison.Ordinal);
    }

    /// <summary>Opens a program by its id.</summary>
    /// <exception cref="BpfException">There is none, or the process lacks CAP_SYS_ADMIN.</exception>
    public static FileDescriptor OpenProgram(uint id)
    {
        var attribute = new ObjectIdAttribute { Id = id };
        int fd = BpfSystemCall.Invoke(BpfCommand.ProgramGetFdById, ref attribute);
        return fd >= 0 ? new FileDescriptor(fd) : throw KernelErrors.Create($"open program {id}", fd, Capabilities.SysAdmin);
    }

    private static int TryGetInfo<T>(int fd, out T info)
        where T : unmanaged
    {
        info = default;
        return TryFillInfo(fd, ref info);
    }

    private static int TryFillInfo<T>(int fd, ref T info)
        where T : unmanaged
    {
        fixed (T* pointer = &info)
        {
            var attribute = new ObjectInfoAttribute { Fd = fd, InfoLength = Unsafe.SizeOf<T>(), Info = (ulong)pointer };
            return BpfSystemCall.Invoke(BpfCommand.ObjectGetInfo, ref attribute);
        }
    }
}
