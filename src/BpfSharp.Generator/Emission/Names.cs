using BpfSharp.Frontend.Gather;
using BpfSharp.Objects.Btf;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Generator.Emission;

/// <summary>Names of what is generated for a program class.</summary>
internal static class Names
{
    public static string Interface(ProgramClassModel model) => "I" + model.Name;

    public static string Options(ProgramClassModel model) => model.Name + "Options";

    public static string Loader(ProgramClassModel model) => model.Name + "Loader";

    public static string Unloaded(ProgramClassModel model) => model.Name + "Unloaded";

    public static string Object(ProgramClassModel model) => model.Name + "Object";

    public static string Simulation(ProgramClassModel model) => model.Name + "Simulation";

    public static string ObjectCode(ProgramClassModel model) => model.Name + "ObjectCode";

    /// <summary>A type beside the program class, from anywhere: members of generated classes are named by the user, who may name one like a type.</summary>
    public static string Qualify(ProgramClassModel model, string type)
    {
        string name = model.Namespace.Length == 0 ? "global::" : "global::" + model.Namespace + ".";
        foreach (string outer in model.ContainingTypes)
            name += outer.Substring(outer.LastIndexOf(' ') + 1) + ".";
        return name + type;
    }

    /// <summary>The nested class that reaches the program class's private members.</summary>
    public static string Access(ProgramClassModel model) => Qualify(model, Escape(model.Name)) + ".BpfGenerated";

    /// <summary>Metadata name of the object code class: that of the program class with a suffix.</summary>
    public static string ObjectCodeFullName(ProgramClassModel model) => model.FullName + "ObjectCode";

    /// <summary><c>cgroup_skb</c> -> <c>CgroupSkb</c>: how types and factories for a kind of program are called.</summary>
    public static string Kind(ProgramModel program)
    {
        string name = "";
        foreach (string word in program.Kind.Split('_'))
            name += word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word.Substring(1);
        return name;
    }

    /// <summary>Name in the object file, as a string literal.</summary>
    public static string Symbol(string name) => Quote(BtfNames.Mangle(name));

    public static string Escape(string identifier) => SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;

    public static string Quote(string text) => SyntaxFactory.Literal(text).Text;

    /// <summary>For text in XML documentation.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
