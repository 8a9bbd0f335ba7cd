using System;

namespace BpfSharp;

/// <summary>Says what a helper's argument is where its C# type does not tell.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class BpfArgumentAttribute : Attribute
{
    /// <summary>A number.</summary>
    public BpfArgumentAttribute()
    {
    }

    /// <summary>Sets the kind.</summary>
    /// <param name="kind">What the argument is.</param>
    public BpfArgumentAttribute(BpfArgumentKind kind) => Kind = kind;

    /// <summary>What the argument is.</summary>
    public BpfArgumentKind Kind { get; }

    /// <summary>Bytes of a memory argument whose size is not passed to the helper; 0: it is.</summary>
    public int Size { get; init; }

    /// <summary>Of a number that the verifier lets be anything (<c>ARG_ANYTHING</c>): how many of its low bits the helper looks at, as its declaration in the kernel says; 0: all, and the verifier may ask for bounds.</summary>
    public int Bits { get; init; }

    /// <summary>Whether a memory argument may have 0 bytes.</summary>
    public bool MayBeEmpty { get; init; }
}
