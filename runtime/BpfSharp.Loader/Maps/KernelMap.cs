using System;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>A map's descriptor with its shape; operations on raw bytes that give 0 or a negated error number.</summary>
internal sealed unsafe class KernelMap : IDisposable
{
    private readonly FileDescriptor _descriptor;

    public KernelMap(FileDescriptor descriptor, MapShape shape)
    {
        _descriptor = descriptor;
        Shape = shape;
    }

    public MapShape Shape { get; }

    /// <summary>The same map, with the same descriptor, under another name.</summary>
    public KernelMap Named(string name) => new(_descriptor, Shape with { Name = name });

    public string Name => Shape.Name;

    public FileDescriptor Descriptor => _descriptor;

    /// <param name="flags">0, or <c>BPF_F_LOCK</c>.</param>
    public int Lookup(void* key, void* value, ulong flags = 0) => Element(BpfCommand.MapLookupElement, key, value, flags);

    public int LookupAndDelete(void* key, void* value) => Element(BpfCommand.MapLookupAndDelete, key, value, 0);

    public int Update(void* key, void* value, ulong flags) => Element(BpfCommand.MapUpdateElement, key, value, flags);

    public int Delete(void* key) => Element(BpfCommand.MapDeleteElement, key, null, 0);

    /// <param name="key">Null for the first key.</param>
    public int NextKey(void* key, void* next) => Element(BpfCommand.MapGetNextKey, key, next, 0);

    /// <exception cref="BpfException">The kernel refused.</exception>
    public void RequireFrozen()
    {
        int result = Freeze();
        // EPERM and EBUSY also say that it is frozen already.
        if (result < 0 && !IsFrozen())
        {
            throw result == -Errno.EBUSY
                ? KernelErrors.CreateWithReason($"freeze map '{Name}'", result, "its memory is mapped for writing: dispose what Map() gave", Capabilities.Bpf)
                : Failure("freeze", result);
        }
    }

    public int Freeze() => Element(BpfCommand.MapFreeze, null, null, 0);

    /// <param name="from">The cursor, or null at the start.</param>
    /// <param name="count">Elements that there are or that there is room for; then how many were done, 0 where the kernel refused at once.</param>
    public int Batch(BpfCommand command, void* from, void* to, void* keys, void* values, ref uint count)
    {
        using FileDescriptor.Hold hold = _descriptor.Use();
        var attribute = new MapBatchAttribute
        {
            InBatch = (ulong)from,
            OutBatch = (ulong)to,
            Keys = (ulong)keys,
            Values = (ulong)values,
            Count = count,
            MapFd = hold.Fd,
        };
        int result = BpfSystemCall.Invoke(command, ref attribute);
        // What is refused before the first element leaves the count as it was asked for. A lookup's ENOENT is its end, with a count.
        bool isRefused = result < 0 && result != -Errno.ENOENT && (attribute.Count == count || result == -Errno.EFAULT);
        count = isRefused ? 0 : attribute.Count;
        return result;
    }

    /// <summary>The exception for a refused operation on this map.</summary>
    public BpfKernelException Failure(string operation, int error) => error == -Errno.EPERM && IsFrozen()
        ? new BpfKernelException($"Could not {operation} map '{Name}': it is frozen, and user space can't change it any more (EPERM).", Errno.EPERM)
        : KernelErrors.Create($"{operation} map '{Name}'", error, Capabilities.Bpf);

    // The kernel says so in /proc only.
    private bool IsFrozen()
    {
        using FileDescriptor.Hold hold = _descriptor.Use();
        try
        {
            return System.IO.File.ReadAllText($"/proc/self/fdinfo/{hold.Fd}").Contains("frozen:\t1", System.StringComparison.Ordinal);
        }
        catch (System.Exception e) when (e is System.IO.IOException or System.UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _descriptor.Dispose();

    private int Element(BpfCommand command, void* key, void* value, ulong flags)
    {
        using FileDescriptor.Hold hold = _descriptor.Use();
        var attribute = new MapElementAttribute { MapFd = hold.Fd, Key = (ulong)key, Value = (ulong)value, Flags = flags };
        return BpfSystemCall.Invoke(command, ref attribute);
    }
}
