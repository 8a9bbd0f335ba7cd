using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using BpfSharp.Frontend.Library;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Frontend.Tests.Support;

/// <summary>What test sources are compiled against: the reference assemblies of .NET, and the runtime built from its sources with the bodies that this front end makes.</summary>
internal static class References
{
    private static readonly Lazy<MetadataReference[]> s_framework = new(static () =>
        Directory.GetFiles(Metadata("ReferenceAssemblies"), "*.dll").Order(StringComparer.Ordinal).Select(static p => (MetadataReference)MetadataReference.CreateFromFile(p)).ToArray());

    private static readonly Lazy<LoweringResult> s_runtimeBodies = new(static () => BpfFrontend.LowerLibrary(RuntimeSources(), CancellationToken.None)!);

    private static readonly Lazy<MetadataReference> s_runtime = new(static () => Emit(RuntimeSources(), s_runtimeBodies.Value));

    public static MetadataReference[] Framework => s_framework.Value;

    public static LoweringResult RuntimeBodies => s_runtimeBodies.Value;

    public static MetadataReference[] All => [.. Framework, s_runtime.Value];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    public static CSharpCompilationOptions Options { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>A library as its project would build it: with its bodies in assembly attributes.</summary>
    public static MetadataReference Emit(CSharpCompilation compilation, LoweringResult? bodies)
    {
        if (bodies is not null)
        {
            string attribute = "[assembly: BpfSharp.BpfBodies(" + SymbolDisplay.FormatLiteral(LibraryText.Encode(bodies.Module), quote: true) + ")]";
            compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(attribute, ParseOptions));
        }

        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        return result.Success
            ? MetadataReference.CreateFromImage(stream.ToArray())
            : throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
    }

    private static CSharpCompilation RuntimeSources()
    {
        return CSharpCompilation.Create("BpfSharp", SourcesIn("runtime/BpfSharp"), Framework, Options);
    }

    public static IEnumerable<SyntaxTree> SourcesIn(string folder) =>
        Directory.GetFiles(Path.Combine(Metadata("Repository"), folder), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/") && !f.Contains("/bin/"))
            .Order(StringComparer.Ordinal)
            .Select(static f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), ParseOptions, Path.GetFileName(f)));

    public static string Repository => Metadata("Repository");

    public static bool Exists(string file) => File.Exists(Path.Combine(Metadata("Repository"), file));

    private static string Metadata(string key) => typeof(References).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
