using System;

namespace BpfSharp;

/// <summary>How a struct's bytes are written to the trace pipe: one conversion of the kernel's formats for each byte, in memory's order. The text is that of its <c>ToString</c>.</summary>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class BpfTraceFormatAttribute : Attribute
{
    /// <summary>Gives the format.</summary>
    /// <param name="format">Such as <c>%u.%u.%u.%u</c>.</param>
    public BpfTraceFormatAttribute(string format) => Format = format;

    /// <summary>The format.</summary>
    public string Format { get; }
}
