using System;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Emission;

/// <summary>Members that implement <c>IX</c> on both of its implementations: the base class has the factories.</summary>
internal static class ViewMembers
{
    public static void EmitDeclarations(CodeWriter writer, ProgramClassModel model)
    {
        foreach (GlobalModel global in model.Globals)
            writer.Line($"private readonly global::BpfSharp.Views.IGlobalView<{global.Type}> _global_{global.Member};");
        foreach (MapModel map in model.Maps)
        {
            if (map.ViewType.Length == 0)
                continue;
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public {map.ViewType} {Names.Escape(map.Member)} {{ get; }}");
        }

        foreach (GlobalModel global in model.Globals)
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public {global.Type} {Names.Escape(global.Member)} {{ get => _global_{global.Member}.Value; set => _global_{global.Member}.Value = value; }}");
        }
    }

    /// <param name="name">How the factories know a field: by its name in the object, or by its own.</param>
    public static void EmitInitialization(CodeWriter writer, ProgramClassModel model, Func<string, string> name)
    {
        writer.Line("global::BpfSharp.Views.IMapViewFactory views = this;");
        foreach (MapModel map in model.Maps)
        {
            if (map.ViewType.Length != 0)
                writer.Line($"this.{Names.Escape(map.Member)} = views.{map.View}({name(map.Field)}{(map.ViewOfInner.Length == 0 ? "" : ", " + map.ViewOfInner)});");
        }

        foreach (GlobalModel global in model.Globals)
            writer.Line($"this._global_{global.Member} = views.Global<{global.Type}>({name(global.Field)});");
    }

    public static void EmitProgram(CodeWriter writer, ProgramClassModel model, ProgramModel program, string type)
    {
        writer.Line();
        writer.Line($"/// <summary>The program <c>{program.Method}</c>.</summary>");
        writer.Line($"public {type} {Names.Escape(program.Method)} {{ get; }}");
        writer.Line();
        writer.Line($"global::BpfSharp.Views.I{Names.Kind(program)}Program {Names.Qualify(model, Names.Interface(model))}.{Names.Escape(program.Method)} => this.{Names.Escape(program.Method)};");
    }
}
