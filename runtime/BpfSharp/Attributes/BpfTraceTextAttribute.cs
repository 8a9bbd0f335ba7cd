using System;

namespace BpfSharp;

/// <summary>A struct that a function of the runtime writes as text for the trace pipe, which the kernel then copies (<c>%s</c>). The text is that of its <c>ToString</c>.</summary>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class BpfTraceTextAttribute : Attribute
{
    /// <summary>Names the function.</summary>
    /// <param name="type">Class in <c>BpfSharp.CompilerServices.Bodies</c>: its <c>Write(in T value, ref TText text)</c> is called with zeros.</param>
    public BpfTraceTextAttribute(string type) => Type = type;

    /// <summary>The class.</summary>
    public string Type { get; }
}
