namespace BpfSharp.Compiler.Diagnostics;

// BPF0000-BPF0099: the product itself, and the generator's summary.
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] General => new DiagnosticRule[]
    {
        new("BPF0000", "Internal error", "BpfSharp failed on '{0}': {1}. Please report this message with the method's source.", DiagnosticLevel.Error),
        new("BPF0001", "Program not compiled", "'{0}' was not compiled to BPF: {1}", DiagnosticLevel.Error),
        new("BPF0002", "Unknown target kernel", "The build property BpfTargetKernel is '{0}'; it must be a kernel version of two numbers, {1} or newer, such as 6.1", DiagnosticLevel.Error),
    };
}
