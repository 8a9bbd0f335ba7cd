using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using BpfSharp.Compiler.Testing;
using BpfSharp.Fuzz.Writing;
using BpfSharp.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace BpfSharp.Fuzz.Running;

/// <summary>Many program classes compiled at once, in memory, and loaded until disposed.</summary>
internal sealed class Batch : IDisposable
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private readonly AssemblyLoadContext _context = new("batch", isCollectible: true);
    private readonly string _target;
    private IReadOnlyList<Diagnostic> _errors = [];
    private int _classes;

    private Batch(string target, Compilation source, IReadOnlyDictionary<string, string> invalid)
    {
        (_target, Source, Invalid) = (target, source, invalid);
        NotCompiled = invalid;
    }

    /// <summary>The valid classes, without what is generated.</summary>
    public Compilation Source { get; }

    /// <summary>Null where nothing was left to compile.</summary>
    public Assembly? Assembly { get; private set; }

    /// <summary>Classes that are not C#, with the first error: the writer's fault.</summary>
    public IReadOnlyDictionary<string, string> Invalid { get; }

    /// <summary>Classes that the generator did not compile, with its reason.</summary>
    public IReadOnlyDictionary<string, string> NotCompiled { get; private set; }

    /// <param name="sources">Each class stands in the file NAME.cs, and the shared types in one more.</param>
    /// <param name="target">Lowest kernel, such as 6.1.</param>
    public static Batch Compile(IReadOnlyList<ProgramSource> sources, string target, CompilationHooks? hooks = null)
    {
        Compilation source = Parse([.. sources.Select(static s => (s.Name, s.Text)), (SharedTypes.FileName, SharedTypes.Text)]);
        var invalid = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            var batch = new Batch(target, source, invalid) { _classes = sources.Count - invalid.Count };
            // Asking C# first costs as much as compiling, and most batches are right.
            if (batch._classes == 0 || batch.TryEmit(hooks))
                return batch;
            batch.Dispose();
            int known = invalid.Count;
            foreach (Diagnostic error in batch._errors)
            {
                if (Named(error, source) is { } name)
                    invalid.TryAdd(name, error.ToString());
            }

            if (invalid.Count == known)
                throw new InvalidOperationException("generated or shared code is not C#: " + string.Join("; ", batch._errors.Take(3)));
            source = Without(source, invalid);
        }
    }

    /// <summary>Classes of which many may not be C#, each with all that it needs.</summary>
    public static Batch CompileDoubtful(IReadOnlyList<ProgramSource> sources, string target, CompilationHooks? hooks) =>
        CompileDoubtful(Parse([.. sources.Select(static s => (s.Name, s.Text))]), target, hooks, sources.Count);

    /// <summary>Objects of the same classes, compiled once more with hooks: class name to ELF.</summary>
    public (IReadOnlyDictionary<string, byte[]> Objects, IReadOnlyDictionary<string, string> NotCompiled) Recompile(CompilationHooks hooks)
    {
        (Compilation output, IReadOnlyDictionary<string, string> refused) = Generate(hooks);
        var objects = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in Source.SyntaxTrees)
        {
            string name = Path.GetFileNameWithoutExtension(tree.FilePath);
            if (output.GetTypeByMetadataName(name + "ObjectCode")?.GetMembers("Base64").FirstOrDefault() is IFieldSymbol { ConstantValue: string text })
                objects[name] = Convert.FromBase64String(text);
        }

        return (objects, refused);
    }

    /// <summary>The ELF object of a class that was compiled.</summary>
    public byte[] ObjectOf(ProgramSource source) =>
        Convert.FromBase64String((string)Assembly!.GetType(source.TypeName + "ObjectCode", throwOnError: true)!.GetField("Base64", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetRawConstantValue()!);

    public void Dispose()
    {
        Assembly = null;
        _context.Unload();
    }

    private static Batch CompileDoubtful(Compilation source, string target, CompilationHooks? hooks, int classes)
    {
        var invalid = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(source.GetDiagnostics(), invalid);
        source = Without(source, invalid);
        var batch = new Batch(target, source, invalid) { _classes = classes - invalid.Count };
        if (batch._classes > 0 && !batch.TryEmit(hooks))
            throw new InvalidOperationException("generated code is not C#: " + string.Join("; ", batch._errors.Take(3)));
        return batch;
    }

    private static Compilation Without(Compilation source, SortedDictionary<string, string> invalid) =>
        source.RemoveSyntaxTrees(source.SyntaxTrees.Where(t => invalid.ContainsKey(Path.GetFileNameWithoutExtension(t.FilePath))));

    // The class that is not C#: null where the error is in what all share, or in what was made of a class.
    private static string? Named(Diagnostic error, Compilation source) =>
        error.Location.SourceTree is { } tree && tree.FilePath != SharedTypes.FileName + ".cs" && source.ContainsSyntaxTree(tree) ? Path.GetFileNameWithoutExtension(tree.FilePath) : null;

    private static CSharpCompilation Parse(IReadOnlyList<(string Name, string Text)> files) =>
        CSharpCompilation.Create("Fuzz", files.Select(static f => CSharpSyntaxTree.ParseText(f.Text, s_parse, f.Name + ".cs", Encoding.UTF8)), References.All, CompilationOptions());

    private bool TryEmit(CompilationHooks? hooks)
    {
        (Compilation output, NotCompiled) = StageTimes.Measure("BPF", () => Generate(hooks));
        if (NotCompiled.Count == _classes)
            return true;
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult result = StageTimes.Measure("emit", () => output.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb)));
        _errors = [.. result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)];
        if (!result.Success)
            return false;
        assembly.Position = 0;
        symbols.Position = 0;
        Assembly = _context.LoadFromStream(assembly, symbols);
        return true;
    }

    private (Compilation Output, IReadOnlyDictionary<string, string> Refused) Generate(CompilationHooks? hooks)
    {
        var refused = new SortedDictionary<string, string>(StringComparer.Ordinal);
        CompilationHooks.Current = hooks;
        try
        {
            GeneratorDriver driver = CSharpGeneratorDriver.Create([new BpfSharpGenerator().AsSourceGenerator()], parseOptions: s_parse, optionsProvider: new BuildOptions(_target));
            driver = driver.RunGeneratorsAndUpdateCompilation(Source, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
            Collect(diagnostics, refused);
            if (driver.GetRunResult().Results[0].Exception is { } exception)
                throw new InvalidOperationException("the generator threw", exception);
            return (output, refused);
        }
        finally
        {
            CompilationHooks.Current = null;
        }
    }

    // Not concurrent: each thread of a run works on a batch of its own. Nullability changes no code, and its analysis takes a twelfth of all time.
    private static CSharpCompilationOptions CompilationOptions() => new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug, allowUnsafe: true, concurrentBuild: false);

    private static void Collect(IEnumerable<Diagnostic> diagnostics, SortedDictionary<string, string> into)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (diagnostic.Severity != DiagnosticSeverity.Error)
                continue;
            string name = Path.GetFileNameWithoutExtension(diagnostic.Location.GetLineSpan().Path ?? "");
            if (name.Length == 0)
                throw new InvalidOperationException(diagnostic.ToString());
            into.TryAdd(name, diagnostic.ToString());
        }
    }

    private sealed class BuildOptions(string target) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(target);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Properties(string target) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = key == "build_property.BpfTargetKernel" ? target : "";
            return value.Length != 0;
        }
    }
}
