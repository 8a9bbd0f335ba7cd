using BpfSharp.Generator.Emission;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>The object as a constant, or the one error of a class that has none.</summary>
internal static class ObjectOutput
{
    public static void Produce(SourceProductionContext context, Guarded<CompiledClass> guarded, HintNames names)
    {
        if (guarded.Error is not null)
            context.ReportDiagnostic(Descriptors.InternalError(guarded.Error));
        if (guarded.Value is not { } compiled)
            return;
        if (compiled.Refusal.Length != 0)
            context.ReportDiagnostic(Descriptors.NotCompiled(compiled.Name, compiled.Shape.Name, compiled.Refusal));
        if (compiled.Base64 is null || !compiled.Shape.CanExtend)
            return;
        context.AddSource(
            names.Of(compiled.Shape, "ObjectCode.Base64"),
            GeneratedFile.Write(
                compiled.Shape,
                writer => ObjectCodeEmitter.EmitConstant(writer, compiled.Shape, compiled.Base64, compiled.OtherGlobals),
                ObjectCodeEmitter.AssemblyAttribute(compiled.Shape)));
    }
}
