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

    /// <summary>The instructions after the verifier's rewriting, with the source lines where they begin.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_PERFMON (CAP_SYS_ADMIN before Linux 5.8 and for the lines).</exception>
    public System.Collections.Generic.IReadOnlyList<TranslatedInstruction> ReadTranslated() => ProgramDump.ReadTranslated(Program);

    /// <summary>The machine code, with the source lines where they begin; empty where the program is interpreted.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public JitedCode ReadJited() => ProgramDump.ReadJited(Program);

    /// <summary>Keeps the program in the kernel by a file in a BPF file system, also after this process has ended.</summary>
    /// <param name="path">Where nothing is yet, such as <c>/sys/fs/bpf/firewall/ingress</c>; directories are made.</param>
    /// <exception cref="BpfKernelException">Something is there, or the path is not in a BPF file system.</exception>
    public void Pin(string path)
    {
        System.ArgumentException.ThrowIfNullOrEmpty(path);
        int result = Maps.PinFiles.Pin(Program.Descriptor, path);
        if (result < 0)
            throw Maps.PinFiles.Failure($"program '{Name}'", path, result);
    }

    internal KernelProgram Program { get; }

    internal BpfLoadedObject Owner { get; }
}
