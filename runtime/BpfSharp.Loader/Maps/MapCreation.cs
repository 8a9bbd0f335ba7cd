using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>BPF_MAP_CREATE.</summary>
internal static class MapCreation
{
    /// <param name="btf">The object's types, or null.</param>
    public static KernelMap Create(MapShape shape, FileDescriptor? btf)
    {
        int result = TryCreate(shape, btf);
        // The kernel takes BTF only for some map types, and wants it to match exactly; types are a comfort here, not a need.
        if (result < 0 && btf is not null && result is not -Errno.EPERM and not -Errno.ENOMEM)
            result = TryCreate(shape, null);
        if (result == -Errno.EPERM && LockedMemory.TryRaise())
            result = TryCreate(shape, btf);
        if (result < 0)
            throw Failure(shape, result);
        return new KernelMap(new FileDescriptor(result), shape);
    }

    /// <summary>A map that is in the kernel already.</summary>
    public static KernelMap Open(uint id, MapShape shape)
    {
        var attribute = new ObjectIdAttribute { Id = id };
        int result = BpfSystemCall.Invoke(BpfCommand.MapGetFdById, ref attribute);
        if (result < 0)
            throw KernelErrors.Create($"open map '{shape.Name}'", result, Capabilities.SysAdmin);
        return new KernelMap(new FileDescriptor(result), shape);
    }

    /// <summary>A descriptor, or a negated error number.</summary>
    public static int TryCreate(MapShape shape, FileDescriptor? btf)
    {
        // The kernel takes a map as the template; it is not needed afterwards.
        using KernelMap? template = shape.Inner is null ? null : Create(shape.Inner, null);
        using DescriptorScope inner = new(template?.Descriptor);
        var attribute = new MapCreateAttribute
        {
            MapType = shape.MapType,
            KeySize = shape.KeySize,
            ValueSize = shape.ValueSize,
            MaxEntries = shape.MaxEntries,
            MapFlags = shape.Flags | (shape.NumaNode is null ? 0 : MapCreationFlags.NumaNode),
            InnerMapFd = inner.Fd,
            NumaNode = (int)shape.NumaNode.GetValueOrDefault(),
            MapExtra = shape.Extra,
            Name = ObjectNames.Encode(shape.Name),
        };
        if (btf is null || shape.ValueTypeId == 0)
            return BpfSystemCall.Invoke(BpfCommand.MapCreate, ref attribute);
        using FileDescriptor.Hold hold = btf.Use();
        attribute.BtfFd = hold.Fd;
        attribute.BtfKeyTypeId = shape.KeyTypeId;
        attribute.BtfValueTypeId = shape.ValueTypeId;
        return BpfSystemCall.Invoke(BpfCommand.MapCreate, ref attribute);
    }

    private static BpfKernelException Failure(MapShape shape, int error)
    {
        string what = $"create map '{shape.Name}' (type {shape.MapType}, key {shape.KeySize} bytes, value {shape.ValueSize} bytes, {shape.MaxEntries} entries, flags 0x{shape.Flags:x})";
        return (-error, shape.MapType) switch
        {
            (Errno.EINVAL, MapType.RingBuffer) => KernelErrors.CreateWithReason(
                what, error, "a ring buffer's size must be a power of two and a multiple of the page size", Capabilities.Bpf),
            (Errno.EINVAL, _) => KernelErrors.CreateWithReason(
                what, error, "this kernel does not know the map type, or a size or flag is out of its range", Capabilities.Bpf),
            (Errno.E2BIG, _) => KernelErrors.CreateWithReason(
                what, error, "keys, values or the number of entries are larger than the kernel allows", Capabilities.Bpf),
            _ => KernelErrors.Create(what, error, Capabilities.Bpf),
        };
    }
}
