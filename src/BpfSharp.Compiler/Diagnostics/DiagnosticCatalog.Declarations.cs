namespace BpfSharp.Compiler.Diagnostics;

// BPF2000-BPF2999: programs, maps, globals, constants, helpers as declared (front end).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] Declarations => new DiagnosticRule[]
    {
    };
}
