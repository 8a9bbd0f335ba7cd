using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Analyzers;

/// <summary>Descriptors made from the catalog that front end, compiler and analyzers share.</summary>
public static class DescriptorTable
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_descriptors =
        DiagnosticCatalog.All.ToImmutableDictionary(static r => r.Id, Create, StringComparer.Ordinal);

    public static DiagnosticDescriptor Get(string id) => s_descriptors[id];

    /// <summary>Rules for which <paramref name="choose"/> is true, by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Where(Func<string, bool> choose) =>
        s_descriptors.Values.Where(d => choose(d.Id)).OrderBy(static d => d.Id, StringComparer.Ordinal).ToImmutableArray();

    public static Diagnostic Create(string id, Location location, IEnumerable<Location>? others, IReadOnlyList<string> arguments) =>
        Diagnostic.Create(Get(id), location, others, arguments.Cast<object>().ToArray());

    private static DiagnosticDescriptor Create(DiagnosticRule rule) => new(
        rule.Id,
        rule.Title,
        rule.Format,
        "BpfSharp",
        rule.Level switch
        {
            DiagnosticLevel.Error => DiagnosticSeverity.Error,
            DiagnosticLevel.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticCatalog.HelpLink(rule.Id));
}
