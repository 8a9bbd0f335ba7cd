using System.Collections.Generic;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Emission;

/// <summary>A class nested in the program class, where its private fields and methods are visible: what the simulation is made of.</summary>
internal static class AccessEmitter
{
    public static void Emit(CodeWriter writer, ProgramClassModel model)
    {
        using CodeWriter.Block outer = writer.Open($"static partial class {Names.Escape(model.Name)}");
        writer.Line(GeneratedFile.Attributes);
        writer.Line(GeneratedFile.Hidden);
        using CodeWriter.Block body = writer.Open("internal static class BpfGenerated");
        EmitDefinition(writer, model);
        foreach (ProgramModel program in model.Programs)
        {
            if (!program.IsCallable)
                continue;
            writer.Line();
            writer.Line($"internal static {program.Verdict} {Names.Escape(program.Method)}({program.Context} context) => {Own(model, program.Method)}(context);");
        }
    }

    private static void EmitDefinition(CodeWriter writer, ProgramClassModel model)
    {
        var calls = new List<string>();
        foreach (MapModel map in model.Maps)
            calls.Add($".Map({Names.Quote(map.Field)}, {Own(model, map.Field)}, options.{Names.Escape(map.Member)})");
        foreach (ConstantModel constant in model.Constants)
            calls.Add($".Constant<{constant.Type}>({Names.Quote(constant.Field)}, {Own(model, constant.Field)}, options.{Names.Escape(constant.Member)})");
        foreach (GlobalModel global in model.Globals)
            calls.Add($".Global<{global.Type}>({Names.Quote(global.Field)}, static () => {Own(model, global.Field)}, static value => {Own(model, global.Field)} = value)");
        calls.Add($".OtherGlobals({Names.Qualify(model, Names.ObjectCode(model))}.OtherGlobals())");

        const string Definition = "global::BpfSharp.Simulation.SimulationDefinition";
        writer.Line($"internal static {Definition} Define({Names.Qualify(model, Names.Options(model))} options)");
        using CodeWriter.Block indent = writer.Indent();
        writer.Line($"=> new {Definition}(typeof({Names.Qualify(model, Names.Escape(model.Name))}))");
        using CodeWriter.Block deeper = writer.Indent();
        for (int i = 0; i < calls.Count; i++)
            writer.Line(calls[i] + (i == calls.Count - 1 ? ";" : ""));
    }

    // Through the class: a program or field may have the name of a parameter here.
    private static string Own(ProgramClassModel model, string member) => Names.Qualify(model, Names.Escape(model.Name)) + "." + Names.Escape(member);
}
