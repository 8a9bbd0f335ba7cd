using System;
using System.Collections.Generic;
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
        string[][] texts = [source.Text.Split('\n'), SharedTypes.Text.Split('\n')];
        IEnumerable<string> usings = texts.SelectMany(static t => t.TakeWhile(IsUsing)).Where(static l => !l.Contains("static", StringComparison.Ordinal)).Distinct();
        string rest = string.Join("\n", texts.SelectMany(static t => t.SkipWhile(IsUsing)));
        return $"{string.Join("\n", usings)}\nnamespace {Namespace};\nusing static Functions;\n{rest.Replace($"partial class {source.Name}", $"partial class {ClassName}", StringComparison.Ordinal)}";
    }

    // Of the lines that a file begins with: statements begin with the same word.
    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal);

    public const string ClassName = "Program";

    /// <summary>The version with this number, in a namespace of its own.</summary>
    public static ProgramSource Numbered(string text, int number, int seed) =>
        new(number, $"N{number}", text.Replace($"namespace {Namespace};", $"namespace N{number};", StringComparison.Ordinal), seed) { TypeName = $"N{number}.{ClassName}" };
}
