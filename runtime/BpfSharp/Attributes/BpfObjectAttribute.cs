using System;

namespace BpfSharp;

/// <summary>Written by the generator: where the compiled object of a program class is, so that tools find it without running anything.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class BpfObjectAttribute : Attribute
{
    /// <summary>Names the object.</summary>
    /// <param name="programClass">Full name of the program class.</param>
    /// <param name="codeType">Full name of the type whose <c>const string Base64</c> is the ELF object.</param>
    public BpfObjectAttribute(string programClass, string codeType)
    {
        ProgramClass = programClass;
        CodeType = codeType;
    }

    /// <summary>Full name of the program class.</summary>
    public string ProgramClass { get; }

    /// <summary>Full name of the type that has the object.</summary>
    public string CodeType { get; }
}
