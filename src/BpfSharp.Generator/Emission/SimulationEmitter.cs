using System.Globalization;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Emission;

/// <summary><c>XSimulation</c>: the programs as plain C#, with state of their own.</summary>
internal static class SimulationEmitter
{
    public static void Emit(CodeWriter writer, ProgramClassModel model)
    {
        string name = Names.Simulation(model);
        string options = Names.Qualify(model, Names.Options(model));
        writer.Line($"/// <summary>Runs the programs of <see cref=\"{Names.Escape(model.Name)}\"/> as plain C#, on any operating system, with maps and globals of its own.</summary>");
        writer.Line(GeneratedFile.Attributes);
        using CodeWriter.Block body = writer.Open($"{model.Accessibility} sealed class {name} : global::BpfSharp.Simulation.BpfSimulation, {Names.Qualify(model, Names.Interface(model))}");
        ViewMembers.EmitDeclarations(writer, model);
        foreach (ProgramModel program in model.Programs)
            ViewMembers.EmitProgram(writer, model, program, $"global::BpfSharp.Simulation.Simulated{Names.Kind(program)}Program");
        writer.Line();
        writer.Line("/// <summary>A simulation with empty maps and initial globals.</summary>");
        writer.Line("/// <param name=\"configure\">Sets load-time constants and map options.</param>");
        writer.Line($"public {name}(global::System.Action<{options}>? configure = null)");
        using (writer.Indent())
            writer.Line(": base(Define(configure))");
        writer.Line("{");
        using (writer.Indent())
        {
            ViewMembers.EmitInitialization(writer, model, Names.Quote);
            foreach (ProgramModel program in model.Programs)
            {
                writer.Line($"this.{Names.Escape(program.Method)} = base.{Names.Kind(program)}({Names.Quote(program.Symbol)}, {Body(model, program)}, "
                    + $"({program.Verdict})({program.OnFault.ToString(CultureInfo.InvariantCulture)}));");
            }
        }

        writer.Line("}");
        writer.Line();
        using CodeWriter.Block define = writer.Open($"private static global::BpfSharp.Simulation.SimulationDefinition Define(global::System.Action<{options}>? configure)");
        writer.Line($"{options} options = new {options}();");
        writer.Line("configure?.Invoke(options);");
        writer.Line($"return {Names.Access(model)}.Define(options);");
    }

    private static string Body(ProgramClassModel model, ProgramModel program) => program.IsCallable
        ? $"{Names.Access(model)}.{Names.Escape(program.Method)}"
        : $"static _ => throw new global::System.InvalidOperationException({Names.Quote($"'{program.Method}' is not a valid program; see its diagnostics")})";
}
