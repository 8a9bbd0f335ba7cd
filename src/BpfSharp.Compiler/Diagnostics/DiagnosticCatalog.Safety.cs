namespace BpfSharp.Compiler.Diagnostics;

// BPF3000-BPF3999: what the verifier would refuse (compiler's safety analysis and code generation).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] Safety => new DiagnosticRule[]
    {
    };
}
