using System;
using System.Linq;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Writing;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>A program class and the shared types in one file and one namespace, so that all of it shrinks and many versions stand in one compilation.</summary>
internal static class SelfContained
{
    private const string Namespace = "Shrinking";

    public static string Of(ProgramSource source)
    {
        string[] lines = [.. (source.Text + SharedTypes.Text).Split('\n')];
        string[] usings = [.. lines.Where(static l => l.StartsWith("using ", StringComparison.Ordinal) && !l.Contains("static", StringComparison.Ordinal)).Distinct()];
        string rest = string.Join("\n", lines.Where(static l => !l.StartsWith("using ", StringComparison.Ordinal)));
        return $"{string.Join("\n", usings)}\nnamespace {Namespace};\nusing static Functions;\n{rest.Replace($"partial class {source.Name}", $"partial class {ClassName}", StringComparison.Ordinal)}";
    }

    public const string ClassName = "Program";

    /// <summary>The version with this number, in a namespace of its own.</summary>
    public static ProgramSource Numbered(string text, int number, int seed) =>
        new(number, $"N{number}", text.Replace($"namespace {Namespace};", $"namespace N{number};", StringComparison.Ordinal), seed) { TypeName = $"N{number}.{ClassName}" };
}
