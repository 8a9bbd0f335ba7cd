using System.Linq;
using System.Text.RegularExpressions;

namespace BpfSharp.Fuzz.Commands;

internal static partial class DiagnosticIds
{
    /// <summary>The rule behind a BPF0001: the last ID in its text.</summary>
    public static string In(string text) => Pattern().Matches(text).LastOrDefault()?.Value ?? "no rule";

    [GeneratedRegex(@"\bBPF\d{4}\b")]
    private static partial Regex Pattern();
}
