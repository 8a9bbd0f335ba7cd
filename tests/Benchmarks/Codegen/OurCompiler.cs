using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using BpfSharp.Compiler;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend;
using BpfSharp.Frontend.Gather;
using BpfSharp.Objects.Elf;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>C# source to an object, by the parts that the generator calls, without its memo.</summary>
internal sealed class OurCompiler
{
    private static readonly ImmutableArray<MetadataReference> s_references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static p => Path.GetFileName(p) is { } n && (n.StartsWith("System.", StringComparison.Ordinal) || n == "BpfSharp.dll"))
        .Select(static p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToImmutableArray();

    private readonly CSharpCompilation _compilation;
    private readonly INamedTypeSymbol _type;

    public OurCompiler(CodegenPair pair)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(File.ReadAllText(pair.CSharpFile), new CSharpParseOptions(LanguageVersion.CSharp14), pair.CSharpFile);
        _compilation = CSharpCompilation.Create(
            pair.Name, [tree], s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        Diagnostic? error = _compilation.GetDiagnostics().FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error);
        if (error is not null)
            throw new InvalidOperationException(error.ToString());
        _type = _compilation.GetTypeByMetadataName("BpfSharp.Benchmarks.Codegen.Pairs." + pair.Name)!;
    }

    /// <summary>All that the generator does for one program class; C#'s own binding is csc's, and done.</summary>
    public byte[] Compile(Version target)
    {
        GatheredClass gathered = ProgramClassGatherer.Gather(_type, _compilation, default);
        LoweringResult lowered = BpfFrontend.LowerProgramClass(gathered, _compilation);
        if (lowered.HasErrors || gathered.HasErrors)
            throw new InvalidOperationException(string.Join("\n", lowered.Diagnostics.Select(d => $"{d.Id} {string.Join(" ", d.Arguments)} at {lowered.Locations.ElementAtOrDefault(d.Span)}")));
        CompilationResult result = BpfCompiler.Compile(lowered.Module, BpfFrontend.ReadLibraries(_compilation).Modules, new CompilerOptions { TargetKernel = target });
        if (result.Module is not { } module)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Select(d => $"{d.Id} {string.Join(" ", d.Arguments)} at {lowered.Locations.ElementAtOrDefault(d.Span)}")));
        return BpfObjectWriter.Write(ObjectEmitter.Emit(module, lowered.Sources));
    }
}
