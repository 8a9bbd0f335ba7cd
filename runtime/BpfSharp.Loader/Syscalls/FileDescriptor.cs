using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BpfSharp.Loader.Syscalls;

/// <summary>An open descriptor that is closed once, and not while a call uses it.</summary>
internal sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    private const int DuplicateCloseOnExec = 1030;

    public FileDescriptor(int fd)
        : base(ownsHandle: true)
    {
        SetHandle(KeepClearOfStandardStreams(fd));
    }

    /// <summary>Keeps the descriptor open until the returned value is disposed.</summary>
    /// <exception cref="ObjectDisposedException">It has been closed.</exception>
    public Hold Use() => new(this);

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

    // In several attributes 0 stands for "none", and the kernel hands out 0 to 2 when a standard stream is closed.
    private static int KeepClearOfStandardStreams(int fd)
    {
        if (fd is < 0 or > 2)
            return fd;
        int moved = Libc.Fcntl(fd, DuplicateCloseOnExec, 3);
        if (moved < 0)
            return fd;
        Libc.Close(fd);
        return moved;
    }

    /// <summary>A use of the descriptor.</summary>
    internal readonly ref struct Hold
    {
        private readonly SafeHandle _handle;

        public Hold(SafeHandle handle)
        {
            bool added = false;
            handle.DangerousAddRef(ref added);
            _handle = handle;
        }

        public int Fd => (int)_handle.DangerousGetHandle();

        public void Dispose() => _handle.DangerousRelease();
    }
}
