using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Pipeline;

/// <summary>Names of generated files. Roslyn compares them without regard to case, C# names with it.</summary>
/// <param name="Clashes">Full names of program classes that differ from another only by case.</param>
internal sealed record HintNames(EquatableArray<string> Clashes)
{
    public static HintNames Of(IEnumerable<string> fullNames) => new(fullNames
        .GroupBy(static n => n, StringComparer.OrdinalIgnoreCase)
        .Where(static g => g.Count() > 1)
        .SelectMany(static g => g)
        .OrderBy(static n => n, StringComparer.Ordinal)
        .ToEquatableArray());

    public string Of(ProgramClassModel model, string part) =>
        (Clashes.Contains(model.FullName) ? WithDashes(model.FullName) : model.FullName) + "." + part + ".g.cs";

    // A dash before each capital letter: differs where only case differs.
    private static string WithDashes(string name)
    {
        var text = new StringBuilder(name.Length * 2);
        foreach (char c in name)
            text.Append(char.IsUpper(c) ? "-" : "").Append(c);
        return text.ToString();
    }
}
