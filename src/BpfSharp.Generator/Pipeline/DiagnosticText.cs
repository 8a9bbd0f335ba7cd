using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>The first error in words, with its place: what a build without analyzers shows.</summary>
internal static class DiagnosticText
{
    public static string Of(IEnumerable<CompilerDiagnostic> diagnostics, SourceMap sources)
    {
        List<CompilerDiagnostic> errors = diagnostics.Where(static d => IsError(d.Id)).ToList();
        if (errors.Count == 0)
            return "";
        string place = sources.TryGet(errors[0].Span, out SourcePosition position) ? Place(position.File, position.Line) : "";
        return Sentence(place, errors[0].Id, errors[0].Arguments, errors.Count);
    }

    public static string Of(IEnumerable<GatheredDiagnostic> diagnostics)
    {
        List<GatheredDiagnostic> errors = diagnostics.Where(static d => IsError(d.Id)).ToList();
        if (errors.Count == 0)
            return "";
        FileLinePositionSpan span = errors[0].Location.GetLineSpan();
        return Sentence(Place(span.Path, span.StartLinePosition.Line + 1), errors[0].Id, errors[0].Arguments, errors.Count);
    }

    private static bool IsError(string id) => DiagnosticCatalog.Get(id).Level == DiagnosticLevel.Error;

    private static string Place(string file, int line) =>
        file.Substring(file.LastIndexOfAny(new[] { '/', '\\' }) + 1) + ":" + line.ToString(CultureInfo.InvariantCulture) + ": ";

    private static string Sentence(string place, string id, string[] arguments, int count) =>
        place + id + ": " + string.Format(CultureInfo.InvariantCulture, DiagnosticCatalog.Get(id).Format, arguments)
        + (count == 1 ? "" : string.Format(CultureInfo.InvariantCulture, " (and {0} more)", count - 1));
}
