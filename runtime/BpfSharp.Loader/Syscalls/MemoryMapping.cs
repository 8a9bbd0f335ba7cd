using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BpfSharp.Loader.Syscalls;

/// <summary>Memory shared with the kernel, unmapped once and not while somebody uses it.</summary>
internal sealed unsafe class MemoryMapping : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly nuint _length;

    private MemoryMapping(void* address, nuint length)
        : base(ownsHandle: true)
    {
        SetHandle((nint)address);
        _length = length;
    }

    /// <summary>Zero and the mapping, or a negated error number.</summary>
    public static int TryCreate(FileDescriptor descriptor, nuint length, nuint offset, bool writable, out MemoryMapping? mapping)
    {
        using FileDescriptor.Hold hold = descriptor.Use();
        int protection = Libc.ProtectionRead | (writable ? Libc.ProtectionWrite : 0);
        void* address = Libc.MemoryMap(null, length, protection, Libc.MapShared, hold.Fd, (nint)offset);
        if ((nint)address == -1)
        {
            mapping = null;
            return -Marshal.GetLastPInvokeError();
        }
        mapping = new MemoryMapping(address, length);
        return 0;
    }

    /// <summary>For who keeps it mapped.</summary>
    public byte* Address => (byte*)handle;

    /// <summary>Keeps it mapped until the returned value is disposed.</summary>
    /// <exception cref="ObjectDisposedException">It has been unmapped.</exception>
    public Hold Use() => new(this);

    protected override bool ReleaseHandle() => Libc.MemoryUnmap((void*)handle, _length) == 0;

    /// <summary>A use of the memory.</summary>
    internal readonly ref struct Hold
    {
        private readonly MemoryMapping _mapping;

        public Hold(MemoryMapping mapping)
        {
            bool added = false;
            mapping.DangerousAddRef(ref added);
            _mapping = mapping;
        }

        public byte* Address => (byte*)_mapping.handle;

        public void Dispose() => _mapping.DangerousRelease();
    }
}
