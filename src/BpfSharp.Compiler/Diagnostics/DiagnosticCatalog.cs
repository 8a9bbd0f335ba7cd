using System.Collections.Generic;

namespace BpfSharp.Compiler.Diagnostics;

public enum DiagnosticLevel
{
    Error,
    Warning,
    Info,
}

/// <summary>A rule, as data: analyzers make descriptors of it, docs/rules has a page for each.</summary>
/// <param name="Format">Composite format; names the fix.</param>
public sealed record DiagnosticRule(string Id, string Title, string Format, DiagnosticLevel Level);

/// <summary>Every diagnostic that BpfSharp reports. Ids are never reused.</summary>
public static partial class DiagnosticCatalog
{
    private static readonly Dictionary<string, DiagnosticRule> s_rules = Build();

    public static IReadOnlyCollection<DiagnosticRule> All => s_rules.Values;

    public static DiagnosticRule Get(string id) => s_rules[id];

    private static Dictionary<string, DiagnosticRule> Build()
    {
        var rules = new Dictionary<string, DiagnosticRule>(System.StringComparer.Ordinal);
        foreach (DiagnosticRule[] group in new[] { General, Language, Declarations, Safety, CodeGeneration })
        {
            foreach (DiagnosticRule rule in group)
                rules.Add(rule.Id, rule);
        }

        return rules;
    }
}
