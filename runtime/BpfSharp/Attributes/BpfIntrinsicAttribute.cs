using System;

namespace BpfSharp;

/// <summary>The compiler itself knows what a call of this method is; the body is what a simulation does.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BpfIntrinsicAttribute : Attribute
{
    /// <summary>Names the intrinsic.</summary>
    /// <param name="name">Name in the compiler's table, such as <c>packet.try</c>.</param>
    public BpfIntrinsicAttribute(string name) => Name = name;

    /// <summary>Name in the compiler's table.</summary>
    public string Name { get; }
}
