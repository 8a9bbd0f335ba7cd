using System;

namespace BpfSharp;

/// <summary>Says, on an attribute class such as <see cref="XdpProgramAttribute"/>, which kind of kernel program the attribute makes of a method.</summary>
/// <remarks>The compiler knows program types only by this attribute.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BpfProgramTypeAttribute : Attribute
{
    /// <summary>Declares a program type.</summary>
    /// <param name="kind">The compiler's name of the program type: <c>xdp</c> or <c>tc</c>.</param>
    /// <param name="section">The ELF section that libbpf, <c>ip</c> and <c>tc</c> know it by.</param>
    public BpfProgramTypeAttribute(string kind, string section)
    {
        Kind = kind;
        Section = section;
    }

    /// <summary>The compiler's name of the program type.</summary>
    public string Kind { get; }

    /// <summary>The ELF section of such programs.</summary>
    public string Section { get; }

    /// <summary>The class that a program of this type takes.</summary>
    public Type? Context { get; init; }

    /// <summary>The enum that a program of this type returns.</summary>
    public Type? Verdict { get; init; }

    /// <summary>The ELF section of programs whose attribute says <c>Fragments = true</c>; <see langword="null"/>: there are none of this type.</summary>
    public string? FragmentsSection { get; init; }

    /// <summary>First kernel that takes programs with <c>Fragments = true</c>, such as <c>5.18</c>.</summary>
    public string? FragmentsSince { get; init; }

    /// <summary>The verdict after a fault where the program's attribute does not say another.</summary>
    public int OnFault { get; init; }
}
