namespace BpfSharp.Compiler.Diagnostics;

// BPF3500-BPF3599: what the target can't hold or do (code generation).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] CodeGeneration => new DiagnosticRule[]
    {
        new("BPF3501", "Stack of more than 512 bytes", "'{0}' needs {1} bytes of stack, and a BPF program has 512: {2}. Move large values to a per-CPU array map.", DiagnosticLevel.Error),
        new("BPF3502", "Atomic operation newer than the target kernel", "The atomic operation '{0}' needs kernel {1}; raise BpfTargetKernel, or use an addition without using its result", DiagnosticLevel.Error),
        new("BPF3503", "Program too long for the target kernel", "'{0}' has jumps of more than 32767 instructions, which need kernel 6.6: raise BpfTargetKernel, or split the program by tail calls", DiagnosticLevel.Error),
    };
}
