using System.Linq;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Emission;

/// <summary><c>XOptions</c>: load-time constants and map options, for loader and simulation alike.</summary>
internal static class OptionsEmitter
{
    public static void Emit(CodeWriter writer, ProgramClassModel model)
    {
        writer.Line($"/// <summary>What may be set before <see cref=\"{Names.Escape(model.Name)}\"/> is loaded or simulated.</summary>");
        writer.Line(GeneratedFile.Attributes);
        using CodeWriter.Block body = writer.Open($"{model.Accessibility} sealed class {Names.Options(model)}");
        foreach (ConstantModel constant in model.Constants)
        {
            EmitConstant(writer, constant);
            writer.Line();
        }

        foreach (ProgramModel program in model.Programs.Where(static p => p.IsDeviceBound))
        {
            writer.Line($"/// <summary>Options of the program <c>{program.Method}</c>: the interface that it is made for.</summary>");
            writer.Line($"public global::BpfSharp.ProgramOptions {Names.Escape(program.Method)} {{ get; }} = new global::BpfSharp.ProgramOptions();");
            writer.Line();
        }

        foreach (MapModel map in model.Maps)
        {
            writer.Line($"/// <summary>Options of the map <c>{map.Field}</c>.</summary>");
            writer.Line($"public global::BpfSharp.MapOptions {Names.Escape(map.Member)} {{ get; }} = new global::BpfSharp.MapOptions();");
            writer.Line();
        }
    }

    private static void EmitConstant(CodeWriter writer, ConstantModel constant)
    {
        string property = Names.Escape(constant.Member);
        if (constant.Minimum.Length == 0)
        {
            writer.Line($"/// <summary>The load-time constant <c>{constant.Field}</c>.</summary>");
            writer.Line($"public {constant.Type} {property} {{ get; set; }} = {constant.Default};");
            return;
        }

        string backing = "_value_" + constant.Member;
        writer.Line($"private {constant.Type} {backing} = {constant.Default};");
        writer.Line($"/// <summary>The load-time constant <c>{constant.Field}</c>, {Names.Xml(constant.Minimum)} to {Names.Xml(constant.Maximum)}.</summary>");
        using CodeWriter.Block block = writer.Open($"public {constant.Type} {property}");
        writer.Line($"get => {backing};");
        using CodeWriter.Block setter = writer.Open("set");
        writer.Line($"if (value < {constant.Minimum} || value > {constant.Maximum})");
        using (writer.Indent())
            writer.Line($"throw new global::System.ArgumentOutOfRangeException(\"value\", value, {Names.Quote($"{constant.Member} must be {constant.Minimum} to {constant.Maximum}")});");
        writer.Line($"{backing} = value;");
    }
}
