using System;

namespace BpfSharp;

/// <summary>Throwing this exception in a program is a fault of the kind given; other exceptions are <see cref="FaultKind.Thrown"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BpfFaultAttribute : Attribute
{
    /// <summary>Sets the kind.</summary>
    /// <param name="kind">Number of a <see cref="FaultKind"/>.</param>
    public BpfFaultAttribute(int kind) => Kind = kind;

    /// <summary>Number of a <see cref="FaultKind"/>.</summary>
    public int Kind { get; }
}
