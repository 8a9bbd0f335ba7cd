using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>A method with a program attribute.</summary>
/// <param name="Name">The attribute's <c>Name</c>, else the method's; the program's name in object and kernel.</param>
/// <param name="Kind">Program type as libbpf says it: <c>xdp</c>, <c>tc</c>.</param>
/// <param name="Section">ELF section.</param>
/// <param name="Since">First kernel that takes programs of the section; empty: any.</param>
/// <param name="OnFault">Verdict after a fault.</param>
/// <param name="Context">Type of the parameter; null where the attribute does not bind.</param>
/// <param name="Verdict">Type of the result; null where the attribute does not bind.</param>
public sealed record GatheredProgram(IMethodSymbol Method, string Name, string Kind, string Section, string Since, int OnFault, INamedTypeSymbol? Context, INamedTypeSymbol? Verdict)
{
    /// <summary>Made for one interface.</summary>
    public bool IsDeviceBound { get; init; }

    /// <summary>True where the method is what its program type asks for, so that generated code can call it.</summary>
    public bool IsCallable { get; internal set; }
}
