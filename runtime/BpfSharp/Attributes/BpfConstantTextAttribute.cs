using System;

namespace BpfSharp;

/// <summary>A method that reads its first argument's text: in a program the text is a constant, and the compiler reads it at build.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BpfConstantTextAttribute : Attribute
{
    /// <summary>Names the form of the text.</summary>
    /// <param name="format">Name in the compiler's table: <c>ipv4</c>, <c>ipv6</c>, <c>ethernet</c>, <c>ipv4/prefix</c>, <c>ipv6/prefix</c>. The bytes that it stands for are those of the result in memory.</param>
    public BpfConstantTextAttribute(string format) => Format = format;

    /// <summary>Name in the compiler's table.</summary>
    public string Format { get; }
}
