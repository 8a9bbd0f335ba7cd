using System.Linq;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Emission;

/// <summary><c>XLoader</c>, <c>XUnloaded</c> and <c>XObject</c>: the programs in the kernel.</summary>
internal static class LoaderEmitter
{
    public static void EmitLoader(CodeWriter writer, ProgramClassModel model)
    {
        string options = Names.Qualify(model, Names.Options(model));
        string unloaded = Names.Qualify(model, Names.Unloaded(model));
        writer.Line($"/// <summary>Loads <see cref=\"{Names.Escape(model.Name)}\"/> into the kernel.</summary>");
        writer.Line(GeneratedFile.Attributes);
        using CodeWriter.Block body = writer.Open($"{model.Accessibility} static class {Names.Loader(model)}");
        writer.Line("/// <summary>Reads the object; nothing is in the kernel yet.</summary>");
        writer.Line("/// <param name=\"configure\">Sets load-time constants and map options.</param>");
        using (writer.Open($"public static {unloaded} Open(global::System.Action<{options}>? configure = null)"))
        {
            writer.Line($"{options} options = new {options}();");
            writer.Line("configure?.Invoke(options);");
            writer.Line($"return new {unloaded}(options);");
        }

        writer.Line();
        writer.Line("/// <summary>Creates the maps and loads the programs. Disposing the result gives all of it back.</summary>");
        writer.Line("/// <param name=\"configure\">Sets load-time constants and map options.</param>");
        writer.Line($"public static {Names.Qualify(model, Names.Object(model))} Load(global::System.Action<{options}>? configure = null) => Open(configure).Load();");
    }

    public static void EmitUnloaded(CodeWriter writer, ProgramClassModel model)
    {
        const string Unloaded = "global::BpfSharp.Loader.BpfUnloadedObject";
        writer.Line($"/// <summary>The object of <see cref=\"{Names.Escape(model.Name)}\"/> before it is loaded.</summary>");
        writer.Line(GeneratedFile.Attributes);
        using CodeWriter.Block body = writer.Open($"{model.Accessibility} sealed class {Names.Unloaded(model)}");
        const string Embedded = "global::BpfSharp.Loader.BpfEmbeddedObject";
        writer.Line($"private static readonly {Embedded} s_embedded = new {Embedded}({Names.Qualify(model, Names.ObjectCode(model))}.Read, {Names.Quote(model.FullName)});");
        writer.Line();
        writer.Line($"private readonly {Unloaded} _object;");
        writer.Line();
        using (writer.Open($"internal {Names.Unloaded(model)}({Names.Qualify(model, Names.Options(model))} options)"))
        {
            writer.Line("this.Options = options;");
            writer.Line("this._object = s_embedded.Open();");
        }

        writer.Line();
        writer.Line("/// <summary>May be changed until <see cref=\"Load\"/>.</summary>");
        writer.Line($"public {Names.Qualify(model, Names.Options(model))} Options {{ get; }}");
        writer.Line();
        writer.Line("/// <summary>Names everything that this machine lacks for the object, without loading it.</summary>");
        using (writer.Open("public global::BpfSharp.Loader.HostReport CheckHost()"))
        {
            foreach (MapModel map in model.Maps)
                writer.Line($"this._object.SetMap({Names.Symbol(map.Field)}, this.Options.{Names.Escape(map.Member)});");
            writer.Line("return this._object.CheckHost();");
        }

        writer.Line();
        writer.Line("/// <summary>Creates the maps and loads the programs.</summary>");
        using (writer.Open($"public {Names.Qualify(model, Names.Object(model))} Load()"))
        {
            foreach (ConstantModel constant in model.Constants)
                writer.Line($"this._object.SetConstant<{constant.Type}>({Names.Symbol(constant.Field)}, this.Options.{Names.Escape(constant.Member)});");
            foreach (MapModel map in model.Maps)
                writer.Line($"this._object.SetMap({Names.Symbol(map.Field)}, this.Options.{Names.Escape(map.Member)});");
            foreach (ProgramModel program in model.Programs.Where(static p => p.IsDeviceBound))
                writer.Line($"this._object.SetProgram({Names.Symbol(program.Symbol)}, this.Options.{Names.Escape(program.Method)});");
            writer.Line($"return new {Names.Qualify(model, Names.Object(model))}(this._object);");
        }

    }

    public static void EmitObject(CodeWriter writer, ProgramClassModel model)
    {
        string name = Names.Object(model);
        writer.Line($"/// <summary><see cref=\"{Names.Escape(model.Name)}\"/>, loaded into the kernel.</summary>");
        writer.Line(GeneratedFile.Attributes);
        using CodeWriter.Block body = writer.Open($"{model.Accessibility} sealed class {name} : global::BpfSharp.Loader.BpfLoadedObject, {Names.Qualify(model, Names.Interface(model))}");
        ViewMembers.EmitDeclarations(writer, model);
        foreach (ProgramModel program in model.Programs)
            ViewMembers.EmitProgram(writer, model, program, $"global::BpfSharp.Loader.Loaded{Names.Kind(program)}Program");
        writer.Line();
        writer.Line($"internal {name}(global::BpfSharp.Loader.BpfUnloadedObject unloaded)");
        using (writer.Indent())
            writer.Line(": base(unloaded)");
        writer.Line("{");
        using (writer.Indent())
        {
            ViewMembers.EmitInitialization(writer, model, Names.Symbol);
            foreach (ProgramModel program in model.Programs)
                writer.Line($"this.{Names.Escape(program.Method)} = base.{Names.Kind(program)}({Names.Symbol(program.Symbol)});");
        }

        writer.Line("}");
    }
}
