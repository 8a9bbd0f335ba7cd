using System;

namespace BpfSharp;

/// <summary>The member is for user space. Using it in a program is a diagnostic that tells what to use.</summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor | AttributeTargets.Field | AttributeTargets.Struct | AttributeTargets.Class,
    Inherited = false)]
public sealed class BpfNotInProgramAttribute : Attribute
{
    /// <summary>Marks the member.</summary>
    /// <param name="instead">What a program uses instead, as the end of the sentence "use ...".</param>
    public BpfNotInProgramAttribute(string instead) => Instead = instead;

    /// <summary>What a program uses instead.</summary>
    public string Instead { get; }
}
