using System.Text;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Pipeline;

/// <summary>
/// Names of generated files. Roslyn compares them without regard to case, C# names with it: a dash stands before each letter that is not of the case that
/// one expects, so <c>Shop.Firewall</c> is itself and <c>Shop.FireWall</c> is <c>Shop.Fire-Wall</c>.
/// </summary>
internal static class HintNames
{
    public static string Of(ProgramClassModel model, string part) => Distinct(model.FullName) + "." + part + ".g.cs";

    private static string Distinct(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        bool starts = true;
        foreach (char c in name)
        {
            if (char.IsLetter(c) && char.IsUpper(c) != starts)
                text.Append('-');
            text.Append(c);
            starts = c is '.' or '+';
        }

        return text.ToString();
    }
}
