using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A program in the kernel.</summary>
public abstract class LoadedProgram
{
    private protected LoadedProgram(BpfLoadedObject owner, KernelProgram program)
    {
        Owner = owner;
        Program = program;
    }

    /// <summary>The program's name.</summary>
    public string Name => Program.Name;

    /// <summary>The kernel's id, as bpftool shows it.</summary>
    public uint Id => Program.ReadInfo().Id;

    /// <summary>What the kernel knows of the program: its size and the verifier's work.</summary>
    public ProgramStatistics ReadStatistics()
    {
        ProgramInfo info = Program.ReadInfo();
        return new ProgramStatistics(
            info.TranslatedLength / 8, info.JitedLength, info.VerifiedInstructions, info.RunCount, System.TimeSpan.FromMicroseconds(info.RunTimeNanoseconds / 1000.0));
    }

    internal KernelProgram Program { get; }

    internal BpfLoadedObject Owner { get; }
}
