using System;

namespace BpfSharp;

/// <summary>Written by the generator: the compiled, still generic bodies of this assembly's <see cref="BpfFunctionAttribute">BPF functions</see>.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class BpfBodiesAttribute : Attribute
{
    /// <summary>Carries the bodies.</summary>
    /// <param name="text">Their text; its first line names the format's version.</param>
    public BpfBodiesAttribute(string text) => Text = text;

    /// <summary>Text of the bodies.</summary>
    public string Text { get; }
}
