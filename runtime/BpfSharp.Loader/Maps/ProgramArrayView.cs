using System;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Program array.</summary>
internal sealed unsafe class ProgramArrayView : IProgramArrayView
{
    private readonly KernelMap _map;

    public ProgramArrayView(KernelMap map)
    {
        map.Shape.RequireType("a program array", MapType.ProgramArray);
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public void Set(uint index, IBpfProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (index >= MaxEntries)
            throw MapFailures.OfIndex(_map, index);
        if (program is not LoadedProgram loaded)
            throw new ArgumentException($"Program '{program.Name}' is not in the kernel: a loaded object's program array takes loaded programs.", nameof(program));
        using FileDescriptor.Hold hold = loaded.Program.Descriptor.Use();
        int fd = hold.Fd;
        int result = _map.Update(&index, &fd, (ulong)MapUpdate.Any);
        if (result == -Errno.EINVAL)
            throw new ArgumentException($"Program '{program.Name}' is of another kind than those that program array '{Name}' is for.", nameof(program));
        if (result < 0)
            throw _map.Failure("update", result);
    }

    public bool Remove(uint index)
    {
        if (index >= MaxEntries)
            throw MapFailures.OfIndex(_map, index);
        return MapFailures.Found(_map, "remove an entry of", _map.Delete(&index));
    }
}
