using System;
using System.Collections.Generic;
using BpfSharp.Frontend.Gather;
using BpfSharp.Generator.Emission;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>What the IDE binds to: made of the declarations only, so that it stays as it is while bodies and positions change.</summary>
internal static class ShapeOutput
{
    private static readonly (string Part, Action<CodeWriter, ProgramClassModel> Emit)[] s_always =
    {
        ("Interface", InterfaceEmitter.Emit),
        ("Options", OptionsEmitter.Emit),
        ("Access", AccessEmitter.Emit),
        ("Simulation", SimulationEmitter.Emit),
        ("ObjectCode", ObjectCodeEmitter.EmitDeclaration),
    };

    private static readonly (string Part, Action<CodeWriter, ProgramClassModel> Emit)[] s_withLoader =
    {
        ("Loader", LoaderEmitter.EmitLoader),
        ("Unloaded", LoaderEmitter.EmitUnloaded),
        ("Object", LoaderEmitter.EmitObject),
    };

    public static void Produce(SourceProductionContext context, Guarded<ProgramClassModel> shape, bool hasLoader, HintNames names)
    {
        if (shape.Error is not null)
            context.ReportDiagnostic(Descriptors.InternalError(shape.Error));
        if (shape.Value is not { CanExtend: true } model)
            return;
        Add(context, model, names, s_always);
        if (hasLoader)
            Add(context, model, names, s_withLoader);
    }

    private static void Add(
        SourceProductionContext context, ProgramClassModel model, HintNames names, IEnumerable<(string Part, Action<CodeWriter, ProgramClassModel> Emit)> parts)
    {
        foreach ((string part, Action<CodeWriter, ProgramClassModel> emit) in parts)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.AddSource(names.Of(model, part), GeneratedFile.Write(model, writer => emit(writer, model)));
        }
    }
}
