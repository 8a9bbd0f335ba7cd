using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Emission;

/// <summary><c>IX</c>: what a loaded object and a simulation have in common.</summary>
internal static class InterfaceEmitter
{
    public static void Emit(CodeWriter writer, ProgramClassModel model)
    {
        writer.Line($"/// <summary>Maps, globals and programs of <see cref=\"{Names.Escape(model.Name)}\"/>, loaded into the kernel or simulated.</summary>");
        writer.Line(GeneratedFile.Attributes);
        using CodeWriter.Block body = writer.Open($"{model.Accessibility} interface {Names.Interface(model)} : global::System.IDisposable");
        foreach (MapModel map in model.Maps)
        {
            if (map.ViewType.Length == 0)
                continue;
            writer.Line($"/// <summary>The map <c>{map.Field}</c>.</summary>");
            writer.Line($"{map.ViewType} {Names.Escape(map.Member)} {{ get; }}");
            writer.Line();
        }

        foreach (GlobalModel global in model.Globals)
        {
            writer.Line($"/// <summary>The global variable <c>{global.Field}</c>.</summary>");
            writer.Line($"{global.Type} {Names.Escape(global.Member)} {{ get; set; }}");
            writer.Line();
        }

        foreach (ProgramModel program in model.Programs)
        {
            writer.Line($"/// <summary>The program <c>{program.Method}</c>.</summary>");
            writer.Line($"global::BpfSharp.Views.I{Names.Kind(program)}Program {Names.Escape(program.Method)} {{ get; }}");
            writer.Line();
        }

        writer.Line("/// <summary>How often programs ended by a fault, by place in the source; only places with a count.</summary>");
        writer.Line("global::System.Collections.Generic.IReadOnlyList<global::BpfSharp.FaultCount> ReadFaults();");
    }
}
