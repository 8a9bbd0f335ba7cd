using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Frontend.Tests.Support;

/// <summary>C# text through the front end, against the real runtime assembly.</summary>
internal static class Lowered
{
    private static readonly MetadataReference[] s_references =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(static p => Path.GetFileName(p) is "BpfSharp.dll" || Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(p) is "netstandard.dll")
        .Select(static p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToArray();

    public static IReadOnlyList<MetadataReference> References => s_references;

    public static CSharpCompilation Compile(string source, string assembly = "Test", IEnumerable<MetadataReference>? more = null) => CSharpCompilation.Create(
        assembly,
        [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14), "Program.cs")],
        s_references.Concat(more ?? []),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

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
        INamedTypeSymbol type = Types(compilation.Assembly.GlobalNamespace).First(ProgramClassGatherer.IsProgramClass);
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

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));
}
