using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary>The C library functions that the loader calls; "libc" resolves to glibc's and musl's alike.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    public const int ProtectionRead = 1;
    public const int ProtectionWrite = 2;
    public const int MapShared = 1;

    private const int CloseOnExec = 0x80000;
    private const int LockExclusively = 2;

    // O_DIRECTORY is one of the few flags in which the architectures differ (asm/fcntl.h).
    private static readonly int DirectoryOnly = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    // What can be refused goes past the seam.
    internal static nint PerfEventOpen(nint number, void* attribute, nint process, nint cpu, nint group, nint flags) => SystemCallSeam.Refuses("perf_event_open") ? -1 : CallPerfEventOpen(number, attribute, process, cpu, group, flags);

    internal static int InputOutputControl(int fd, nuint request, nint argument) => SystemCallSeam.Refuses("ioctl") ? -1 : CallInputOutputControl(fd, request, argument);

    internal static int Fcntl(int fd, int command, int argument) => SystemCallSeam.Refuses("fcntl") ? -1 : CallFcntl(fd, command, argument);

    internal static void* MemoryMap(void* address, nuint length, int protection, int flags, int fd, nint offset) => SystemCallSeam.Refuses("mmap") ? (void*)-1 : CallMemoryMap(address, length, protection, flags, fd, offset);

    internal static int Socket(int domain, int type, int protocol) => SystemCallSeam.Refuses("socket") ? -1 : CallSocket(domain, type, protocol);

    internal static int SetSocketOption(int fd, int level, int name, void* value, uint length) => SystemCallSeam.Refuses("setsockopt") ? -1 : CallSetSocketOption(fd, level, name, value, length);

    internal static nint SendTo(int fd, void* data, nuint length, int flags, void* address, uint addressLength) => SystemCallSeam.Refuses("sendto") ? -1 : CallSendTo(fd, data, length, flags, address, addressLength);

    internal static nint Receive(int fd, void* data, nuint length, int flags) => SystemCallSeam.Refuses("recv") ? -1 : CallReceive(fd, data, length, flags);

    internal static int EpollCreate(int flags) => SystemCallSeam.Refuses("epoll_create1") ? -1 : CallEpollCreate(flags);

    internal static int EpollControl(int epollFd, int operation, int fd, void* epollEvent) => SystemCallSeam.Refuses("epoll_ctl") ? -1 : CallEpollControl(epollFd, operation, fd, epollEvent);

    internal static int SetResourceLimit(int resource, ResourceLimit* limit) => SystemCallSeam.Refuses("setrlimit") ? -1 : CallSetResourceLimit(resource, limit);

    internal static int Rename(string from, string to) => SystemCallSeam.Refuses("rename") ? -1 : CallRename(from, to);

    internal static int Unlink(string path) => SystemCallSeam.Refuses("unlink") ? -1 : CallUnlink(path);

    internal static int OpenDirectory(string path) => SystemCallSeam.Refuses("open") ? -1 : CallOpen(path, DirectoryOnly | CloseOnExec);

    internal static int LockFile(int fd) => SystemCallSeam.Refuses("flock") ? -1 : CallLockFile(fd, LockExclusively);

    internal static int SetNamespace(int fd, int type) => SystemCallSeam.Refuses("setns") ? -1 : CallSetNamespace(fd, type);

    [LibraryImport(Library, EntryPoint = "setns", SetLastError = true)]
    private static partial int CallSetNamespace(int fd, int type);

    // Without SetLastError: the caller reads errno itself, where the call failed.
    [LibraryImport(Library, EntryPoint = "syscall")]
    internal static partial nint Syscall(nint number, nint first, void* second, nint third);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint CallPerfEventOpen(nint number, void* attribute, nint process, nint cpu, nint group, nint flags);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int CallInputOutputControl(int fd, nuint request, nint argument);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int CallFcntl(int fd, int command, int argument);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    private static partial void* CallMemoryMap(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    internal static partial int MemoryUnmap(void* address, nuint length);

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    private static partial int CallSocket(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int CallSetSocketOption(int fd, int level, int name, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "sendto", SetLastError = true)]
    private static partial nint CallSendTo(int fd, void* data, nuint length, int flags, void* address, uint addressLength);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    private static partial nint CallReceive(int fd, void* data, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint InterfaceNameToIndex(string name);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int CallEpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int CallEpollControl(int epollFd, int operation, int fd, void* epollEvent);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int EpollWait(int epollFd, void* events, int maxEvents, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallRename(string from, string to);

    [LibraryImport(Library, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallUnlink(string path);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallOpen(string path, int flags);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    private static partial int CallLockFile(int fd, int operation);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetResourceLimit(int resource, ResourceLimit* limit);

    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int CallSetResourceLimit(int resource, ResourceLimit* limit);
}

/// <summary><c>struct rlimit</c> of a 64-bit host.</summary>
internal struct ResourceLimit
{
    public ulong Current;
    public ulong Maximum;
}
