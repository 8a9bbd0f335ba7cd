using System;

namespace BpfSharp;

/// <summary>Makes a static method <c>TcAction M(TcContext)</c> a traffic control program, for TCX and for direct-action clsact filters, ingress or egress.</summary>
/// <remarks>The class must be <c>static partial</c>. The same method runs as plain C# in a simulation.</remarks>
[BpfProgramType("tc", "tc", Context = typeof(TcContext), Verdict = typeof(TcAction), OnFault = (int)TcAction.Shot)]
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class TcProgramAttribute : Attribute
{
    /// <summary>The verdict when the program faults: an index or header out of range, a missing map entry, a division by zero, a <c>throw</c>.</summary>
    /// <value><see cref="TcAction.Shot"/> by default: the packet is dropped.</value>
    public TcAction OnFault { get; init; } = TcAction.Shot;

    /// <summary>Name of the program in the object and in the kernel; the method's name by default.</summary>
    public string? Name { get; init; }
}
