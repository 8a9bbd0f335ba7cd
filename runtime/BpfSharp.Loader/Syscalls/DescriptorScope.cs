namespace BpfSharp.Loader.Syscalls;

/// <summary>Holds a descriptor that may be absent.</summary>
internal readonly ref struct DescriptorScope
{
    private readonly FileDescriptor? _descriptor;
    private readonly FileDescriptor.Hold _hold;

    public DescriptorScope(FileDescriptor? descriptor)
    {
        _descriptor = descriptor;
        if (descriptor is not null)
            _hold = descriptor.Use();
    }

    /// <summary>The descriptor, or 0.</summary>
    public int Fd => _descriptor is null ? 0 : _hold.Fd;

    public void Dispose()
    {
        if (_descriptor is not null)
            _hold.Dispose();
    }
}
