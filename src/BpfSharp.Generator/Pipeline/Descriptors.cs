using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>The diagnostics that the generator itself reports; all others are the analyzers'.</summary>
internal static class Descriptors
{
    private static readonly DiagnosticDescriptor s_internalError = Of("BPF0000");
    private static readonly DiagnosticDescriptor s_notCompiled = Of("BPF0001");
    private static readonly DiagnosticDescriptor s_unknownTarget = Of("BPF0002");

    public static Diagnostic InternalError(InternalError error) =>
        Diagnostic.Create(s_internalError, error.Location?.ToLocation() ?? Location.None, error.Subject, error.Message);

    public static Diagnostic NotCompiled(PlainLocation? location, string subject, string reason) =>
        Diagnostic.Create(s_notCompiled, location?.ToLocation() ?? Location.None, subject, reason);

    public static Diagnostic UnknownTarget(string text) =>
        Diagnostic.Create(s_unknownTarget, Location.None, text, BuildProperties.OldestKernel.ToString(2));

    private static DiagnosticDescriptor Of(string id)
    {
        DiagnosticRule rule = DiagnosticCatalog.Get(id);
        return new DiagnosticDescriptor(id, rule.Title, rule.Format, "BpfSharp", DiagnosticSeverity.Error, isEnabledByDefault: true,
            helpLinkUri: DiagnosticCatalog.HelpLink(id));
    }
}
