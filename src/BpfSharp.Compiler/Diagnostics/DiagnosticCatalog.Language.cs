namespace BpfSharp.Compiler.Diagnostics;

// BPF1000-BPF1999: the C# subset (front end).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] Language => new DiagnosticRule[]
    {
    };
}
