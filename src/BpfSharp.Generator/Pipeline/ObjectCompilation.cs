using System;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend.Gather;
using BpfSharp.Objects.Elf;

namespace BpfSharp.Generator.Pipeline;

/// <summary>From lowered code to the object's bytes. Code comes out of the memo where only positions changed; they are joined with it last.</summary>
internal static class ObjectCompilation
{
    public static Guarded<CompiledClass> Compile(
        Guarded<LoweredClass> lowered, ReferencedLibraries libraries, CompilationSettings settings, CancellationToken cancellation) =>
        lowered.Value is { } value
            ? Guarded<CompiledClass>.Run(value.Shape.FullName, value.Name, () => Compile(value, libraries, settings, cancellation))
            : new Guarded<CompiledClass>(null, lowered.Error);

    private static CompiledClass Compile(LoweredClass lowered, ReferencedLibraries libraries, CompilationSettings settings, CancellationToken cancellation)
    {
        if (lowered.Code is not { } code || settings.TargetKernel is not { } target)
            return new CompiledClass(lowered.Shape, null, default, lowered.Name, lowered.Refusal);
        var options = new CompilerOptions { TargetKernel = target };
        CompilationResult result = CompilationCache.GetOrCompile(code.Module, libraries.Bodies.Modules, options, cancellation);
        if (result.Module is not { } module)
            return new CompiledClass(lowered.Shape, null, default, lowered.Name, DiagnosticText.Of(result.Diagnostics, lowered.Sources));
        cancellation.ThrowIfCancellationRequested();
        byte[] elf = BpfObjectWriter.Write(ObjectEmitter.Emit(module, settings.EmbedSource ? lowered.Sources : WithoutText(lowered.Sources)));
        return new CompiledClass(lowered.Shape, Convert.ToBase64String(elf), OtherGlobals(module), lowered.Name, "");
    }

    // The program class's own have short names, and are in the definition of its simulation.
    private static EquatableArray<string> OtherGlobals(CompiledModule module) =>
        module.Module.Globals.Where(static g => !g.IsConstant && g.Name.IndexOf('.') >= 0).Select(static g => g.Name).ToEquatableArray();

    private static SourceMap WithoutText(SourceMap sources) => new(sources.Positions.Select(static p => p with { Text = "" }).ToArray());
}
