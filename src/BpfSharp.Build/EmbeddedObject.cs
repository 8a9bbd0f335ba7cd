namespace BpfSharp.Build;

/// <summary>A BPF object that an assembly carries.</summary>
/// <param name="ProgramClass">Full name of the class that it was compiled from.</param>
/// <param name="Content">The ELF file.</param>
internal sealed record EmbeddedObject(string ProgramClass, byte[] Content)
{
    /// <summary>Name of the file beside the assembly.</summary>
    public string FileName => ProgramClass + ".bpf.o";
}
