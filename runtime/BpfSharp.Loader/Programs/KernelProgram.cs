using System;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Programs;

/// <summary>A loaded program's descriptor.</summary>
internal sealed class KernelProgram : IDisposable
{
    public KernelProgram(FileDescriptor descriptor, string name, ProgramKind kind)
    {
        Descriptor = descriptor;
        Name = name;
        Kind = kind;
    }

    public FileDescriptor Descriptor { get; }

    /// <summary>The whole name, not cut as in the kernel.</summary>
    public string Name { get; }

    public ProgramKind Kind { get; }

    /// <summary>What it can be loaded from in another form; null where it was itself made for that.</summary>
    public ProgramMaking? Making { get; private set; }

    public KernelProgram MadeOf(ProgramMaking making)
    {
        Making = making;
        return this;
    }

    /// <summary>What the program was loaded without; empty where nothing is missing.</summary>
    public string Note { get; init; } = "";

    public ProgramInfo ReadInfo()
    {
        int result = KernelObjects.TryGetInfo(Descriptor, out ProgramInfo info);
        return result < 0 ? throw KernelErrors.Create($"read information on program '{Name}'", result, Capabilities.Bpf) : info;
    }

    public void Dispose() => Descriptor.Dispose();
}
