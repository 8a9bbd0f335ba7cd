using System;
using System.Threading;

namespace BpfSharp.Loader.Syscalls;

/// <summary>A use of a mapping that outlives the method that began it.</summary>
internal sealed unsafe class MemoryHold : IDisposable
{
    private readonly MemoryMapping _mapping;
    private int _isReleased;

    /// <exception cref="ObjectDisposedException">It has been unmapped.</exception>
    public MemoryHold(MemoryMapping mapping)
    {
        bool added = false;
        mapping.DangerousAddRef(ref added);
        _mapping = mapping;
        Address = (byte*)mapping.DangerousGetHandle();
    }

    public byte* Address { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            _mapping.DangerousRelease();
    }
}
