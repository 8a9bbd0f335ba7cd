using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using BpfSharp.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace BpfSharp.Fuzz.Running;

/// <summary>Many program classes compiled at once, in memory, and loaded until disposed.</summary>
internal sealed class Batch : IDisposable
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14);
    private static readonly ImmutableArray<MetadataReference> s_references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static p => Path.GetFileName(p) is { } n && (n.StartsWith("System.", StringComparison.Ordinal) || n is "BpfSharp.dll" or "BpfSharp.Loader.dll" or "BpfSharp.Object.dll"))
        .Select(static p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToImmutableArray();

    private readonly AssemblyLoadContext _context = new("batch", isCollectible: true);

    private Batch(Assembly? assembly, IReadOnlyDictionary<string, string> invalid, IReadOnlyDictionary<string, string> refused)
    {
        Invalid = invalid;
        NotCompiled = refused;
        Assembly = assembly;
    }

    /// <summary>Null where nothing was left to compile.</summary>
    public Assembly? Assembly { get; private set; }

    /// <summary>Classes that are not C#, with the first error: the writer's fault.</summary>
    public IReadOnlyDictionary<string, string> Invalid { get; }

    /// <summary>Classes that the generator did not compile, with its reason.</summary>
    public IReadOnlyDictionary<string, string> NotCompiled { get; }

    /// <param name="sources">Class name and text; the class stands in the file NAME.cs.</param>
    public static Batch Compile(IReadOnlyList<(string Name, string Text)> sources)
    {
        var invalid = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var refused = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var trees = sources.ToDictionary(static s => s.Name, static s => CSharpSyntaxTree.ParseText(s.Text, s_parse, s.Name + ".cs", Encoding.UTF8));
        Compilation source = CSharpCompilation.Create("Fuzz", trees.Values, s_references, Options());
        Collect(source.GetDiagnostics(), invalid, static _ => true);
        source = source.RemoveSyntaxTrees(invalid.Keys.Select(n => trees[n]));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new BpfSharpGenerator().AsSourceGenerator()], parseOptions: s_parse);
        driver = driver.RunGeneratorsAndUpdateCompilation(source, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Collect(diagnostics, refused, static _ => true);
        if (driver.GetRunResult().Results[0].Exception is { } exception)
            throw new InvalidOperationException("the generator threw", exception);
        if (invalid.Count + refused.Count == sources.Count)
            return new Batch(null, invalid, refused);

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult result = output.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success)
            throw new InvalidOperationException("generated code is not C#: " + result.Diagnostics.First(static d => d.Severity == DiagnosticSeverity.Error));
        assembly.Position = 0;
        symbols.Position = 0;
        var batch = new Batch(null, invalid, refused);
        batch.Assembly = batch._context.LoadFromStream(assembly, symbols);
        return batch;
    }

    public void Dispose()
    {
        Assembly = null;
        _context.Unload();
    }

    private static CSharpCompilationOptions Options() =>
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    private static void Collect(IEnumerable<Diagnostic> diagnostics, SortedDictionary<string, string> into, Func<Diagnostic, bool> where)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (diagnostic.Severity != DiagnosticSeverity.Error || !where(diagnostic))
                continue;
            string name = Path.GetFileNameWithoutExtension(diagnostic.Location.GetLineSpan().Path ?? "");
            if (name.Length == 0)
                throw new InvalidOperationException(diagnostic.ToString());
            into.TryAdd(name, diagnostic.ToString());
        }
    }
}
