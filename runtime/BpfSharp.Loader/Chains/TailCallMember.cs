using System;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A program of a chain by tail calls, with the program array of one entry that says which comes next.</summary>
internal sealed unsafe class TailCallMember : IDisposable
{
    // No identifier: no map of an object is called so.
    private const string NextName = "(next)";
    private readonly KernelMap _next;

    private TailCallMember(KernelProgram program, KernelMap next, DispatcherSlot slot, uint id)
    {
        Program = program;
        _next = next;
        Slot = slot;
        Id = id;
    }

    public KernelProgram Program { get; }

    public DispatcherSlot Slot { get; }

    public uint Id { get; }

    /// <summary>It was to be taken out, and the kernel refused: it stays until the last one goes.</summary>
    public bool IsLeaving { get; set; }

    public static TailCallMember Load(ProgramMaking making, ProgramKind kind, DispatcherSlot slot)
    {
        KernelMap next = MapCreation.Create(new MapShape(NextName, MapType.ProgramArray, sizeof(int), sizeof(int), 1, 0, 0, 0), null);
        KernelProgram? program = null;
        try
        {
            program = making.LoadChained(kind, next, slot.ContinueOn);
            return new TailCallMember(program, next, slot, program.ReadInfo().Id);
        }
        catch
        {
            program?.Dispose();
            next.Dispose();
            throw;
        }
    }

    /// <summary>Says in one step which program comes next.</summary>
    public void GoOnWith(TailCallMember? successor)
    {
        int entry = 0;
        int result;
        if (successor is null)
        {
            result = _next.Delete(&entry);
            result = result == -Errno.ENOENT ? 0 : result;
        }
        else
        {
            using FileDescriptor.Hold hold = successor.Program.Descriptor.Use();
            int fd = hold.Fd;
            result = _next.Update(&entry, &fd, 0);
        }
        if (result < 0)
            throw KernelErrors.Create($"let {(successor is null ? "nothing" : $"program '{successor.Program.Name}'")} come after program '{Program.Name}' in a chain", result, Capabilities.Bpf);
    }

    public void Dispose()
    {
        Program.Dispose();
        _next.Dispose();
    }
}
