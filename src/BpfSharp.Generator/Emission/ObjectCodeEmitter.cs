using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Emission;

/// <summary>
/// The compiled object inside the assembly. The class is declared with the rest of the API; the bytes come in another part of it, which an IDE
/// doesn't ask for: a partial method joins the two, so that the API binds without the bytes.
/// </summary>
internal static class ObjectCodeEmitter
{
    public static void EmitDeclaration(CodeWriter writer, ProgramClassModel model)
    {
        writer.Line(GeneratedFile.Attributes);
        writer.Line(GeneratedFile.Hidden);
        using CodeWriter.Block body = writer.Open($"internal static partial class {Names.ObjectCode(model)}");
        using (writer.Open("internal static byte[] Read()"))
        {
            writer.Line("string? base64 = null;");
            writer.Line("Get(ref base64);");
            writer.Line("if (base64 is null)");
            using (writer.Indent())
            {
                string message = $"The programs of '{model.FullName}' were not compiled to BPF; the build's diagnostics tell why.";
                writer.Line($"throw new global::System.InvalidOperationException({Names.Quote(message)});");
            }

            writer.Line("return global::System.Convert.FromBase64String(base64);");
        }

        writer.Line();
        using (writer.Open("internal static string[] OtherGlobals()"))
        {
            writer.Line("string[]? names = null;");
            writer.Line("GetOtherGlobals(ref names);");
            writer.Line("return names ?? global::System.Array.Empty<string>();");
        }

        writer.Line();
        writer.Line("static partial void Get(ref string? base64);");
        writer.Line();
        writer.Line("static partial void GetOtherGlobals(ref string[]? names);");
    }

    /// <param name="otherGlobals">Static fields of other classes that the object has, by their full names.</param>
    public static void EmitConstant(CodeWriter writer, ProgramClassModel model, string base64, IEnumerable<string> otherGlobals)
    {
        using CodeWriter.Block body = writer.Open($"internal static partial class {Names.ObjectCode(model)}");
        writer.Line($"internal const string Base64 = \"{base64}\";");
        writer.Line();
        writer.Line("static partial void Get(ref string? base64) => base64 = Base64;");
        string names = string.Join(", ", otherGlobals.Select(Names.Quote));
        if (names.Length == 0)
            return;
        writer.Line();
        writer.Line($"static partial void GetOtherGlobals(ref string[]? names) => names = new[] {{ {names} }};");
    }

    /// <summary>Comes before the namespace: attributes of the assembly must.</summary>
    public static string AssemblyAttribute(ProgramClassModel model) =>
        $"[assembly: global::BpfSharp.BpfObjectAttribute({Names.Quote(model.FullName)}, {Names.Quote(Names.ObjectCodeFullName(model))})]";
}
