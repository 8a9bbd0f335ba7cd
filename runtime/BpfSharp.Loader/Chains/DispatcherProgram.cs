using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A program that a dispatcher calls.</summary>
/// <param name="Slot">What the dispatcher knows of it.</param>
/// <param name="Program">Its descriptor.</param>
internal sealed record DispatcherProgram(DispatcherSlot Slot, FileDescriptor Program, uint Id, string Name) : System.IDisposable
{
    /// <summary>Takes over an open program.</summary>
    public static DispatcherProgram Open(DispatcherSlot slot, FileDescriptor program)
    {
        int result = KernelObjects.TryGetInfo(program, out ProgramInfo info);
        return result >= 0
            ? new DispatcherProgram(slot, program, info.Id, ObjectNames.Decode(info.Name))
            : throw KernelErrors.Create("read information on a program of a chain", result, Capabilities.Bpf);
    }

    public void Dispose() => Program.Dispose();
}
