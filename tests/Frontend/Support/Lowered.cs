using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Verification;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Frontend.Tests.Support;

/// <summary>C# text through the front end, against the real runtime assembly.</summary>
internal static class Lowered
{
    public static CSharpCompilation Compile(string source, string assembly = "Test", IEnumerable<MetadataReference>? more = null) => CSharpCompilation.Create(
        assembly,
        [CSharpSyntaxTree.ParseText(source, References.ParseOptions, "Program.cs")],
        References.All.Concat(more ?? []),
        References.Options);

    public static LoweringResult ProgramClass(string source)
    {
        CSharpCompilation compilation = Compile(source);
        Diagnostic? error = compilation.GetDiagnostics().FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error);
        if (error is not null)
            throw new InvalidOperationException(error.ToString());
        return ProgramClass(compilation);
    }

    public static LoweringResult ProgramClass(CSharpCompilation compilation)
    {
        INamedTypeSymbol type = ProgramClasses(compilation).First();
        return BpfFrontend.LowerProgramClass(ProgramClassGatherer.Gather(type, compilation), compilation, CancellationToken.None);
    }

    /// <summary>Exported functions: source needs no program class.</summary>
    public static LoweringResult Library(string source)
    {
        CSharpCompilation compilation = Compile("using System; using System.Runtime.CompilerServices; using BpfSharp;\n" + source);
        Diagnostic? error = compilation.GetDiagnostics().FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error);
        if (error is not null)
            throw new InvalidOperationException(error.ToString());
        return BpfFrontend.LowerLibrary(compilation, CancellationToken.None) ?? throw new InvalidOperationException("nothing is exported");
    }

    /// <summary>The functions of a module as text, without spans; declarations of types stay out.</summary>
    public static string Functions(IrModule module) => string.Join(
        "\n", module.Functions.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => IrPrinter.Print(f.Value, withSpans: false)));

    public static string Text(CompilerDiagnostic diagnostic) =>
        diagnostic.Id + ": " + string.Format(DiagnosticCatalog.Get(diagnostic.Id).Format, diagnostic.Arguments.Cast<object>().ToArray());

    public static string Place(LoweringResult result, int span) =>
        result.Sources.TryGet(span, out SourcePosition position) ? $"{position.File}({position.Line},{position.Column}): {position.Text.Trim()}" : "nowhere";

    public static IEnumerable<INamedTypeSymbol> ProgramClasses(CSharpCompilation compilation) =>
        Types(compilation.Assembly.GlobalNamespace).Where(ProgramClassGatherer.IsProgramClass);

    public static string Problems(LoweringResult result) => string.Join("\n", result.Diagnostics.Select(d => Text(d) + " at " + Place(result, d.Span))
        .Concat(result.IsComplete ? [] : ["C# has errors"])
        .Concat(result.Module.Functions.Values.SelectMany(static f => IrVerifier.Check(f, IrStage.Lowered).Select(p => f.Name + ": " + p))));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));
}
