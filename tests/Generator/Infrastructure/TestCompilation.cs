using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Generator.Tests.Infrastructure;

/// <summary>Compilations of program classes against the real runtime.</summary>
internal static class TestCompilation
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    private static readonly MetadataReference[] s_framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
        .Select(static p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToArray();

    private static readonly MetadataReference s_runtime = MetadataReference.CreateFromFile(typeof(XdpContext).Assembly.Location);
    private static readonly MetadataReference s_loader = MetadataReference.CreateFromFile(typeof(BpfLoadedObject).Assembly.Location);
    private static readonly MetadataReference s_objects = MetadataReference.CreateFromFile(typeof(Objects.Model.BpfObject).Assembly.Location);

    public static CSharpParseOptions ParseOptions => s_parse;

    public static CSharpCompilation Of(params string[] sources) => Create(withLoader: true, sources);

    public static CSharpCompilation WithoutLoader(params string[] sources) => Create(withLoader: false, sources);

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, s_parse, path, System.Text.Encoding.UTF8);

    /// <summary>Errors and warnings of csc itself, in words; test sources need no documentation.</summary>
    public static IEnumerable<string> Problems(Compilation compilation) =>
        compilation.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1591").Select(static d => d.ToString());

    private static CSharpCompilation Create(bool withLoader, string[] sources) => CSharpCompilation.Create(
        "Tests",
        sources.Select(static (s, i) => Parse(s, $"/src/File{i}.cs")),
        withLoader ? [.. s_framework, s_runtime, s_loader, s_objects] : [.. s_framework, s_runtime],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
}
