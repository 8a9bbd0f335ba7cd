using BpfSharp.Generator.Tests.Infrastructure;

namespace BpfSharp.Generator.Tests.Rules;

/// <summary>A rule, code that breaks it with the place marked, and the same code right.</summary>
public sealed record RuleCase(string Id, string Broken, string Right)
{
    /// <summary><c>BpfTargetKernel</c>; the default where it is empty.</summary>
    public string TargetKernel { get; init; } = "";

    internal (string Key, string Value)[] Properties => TargetKernel.Length == 0 ? [] : [("BpfTargetKernel", TargetKernel)];

    /// <summary>Both are members of a program class that has another, right program.</summary>
    public static RuleCase Members(string id, string broken, string right) => new(id, Samples.Class(broken), Samples.Class(right));

    /// <summary>Both are whole files behind the usual usings.</summary>
    public static RuleCase File(string id, string broken, string right) =>
        new(id, "using BpfSharp;\nusing BpfSharp.Protocols;\n" + broken, "using BpfSharp;\nusing BpfSharp.Protocols;\n" + right);

    public override string ToString() => Id;
}
