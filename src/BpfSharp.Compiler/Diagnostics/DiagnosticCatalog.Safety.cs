namespace BpfSharp.Compiler.Diagnostics;

// BPF3000-BPF3999: what the verifier would refuse (compiler's safety analysis and code generation).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] Safety => new DiagnosticRule[]
    {
        new("BPF3001", "Method has no BPF body", "'{0}' can't be called here: no body of it is known. Mark it [BpfFunction] in the library that declares it, and reference a build of that library made with BpfSharp.", DiagnosticLevel.Error),
        new("BPF3002", "Static abstract member is not implemented", "'{0}' has no implementation of '{1}' that BPF can run", DiagnosticLevel.Error),
        new("BPF3003", "Library does not match", "The code of a referenced library does not fit: {0}. Rebuild the library with this version of BpfSharp.", DiagnosticLevel.Error),
        new("BPF3004", "Generic recursion has no end", "'{0}' is used with ever larger type arguments; BPF code has one copy of a method for each", DiagnosticLevel.Error),
        new("BPF3005", "Recursion", "BPF programs can't recurse: {0}. Use a loop.", DiagnosticLevel.Error),
    };
}
