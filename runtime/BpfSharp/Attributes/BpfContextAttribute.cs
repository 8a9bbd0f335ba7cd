using System;

namespace BpfSharp;

/// <summary>Instances of the class stand for the kernel's context of a running program.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BpfContextAttribute : Attribute
{
    /// <summary>The one kind of program that has it (<c>xdp</c>, <c>tc</c>): <c>context is TcContext tc</c> is decided when a program is compiled.</summary>
    public string? Program { get; set; }
}
