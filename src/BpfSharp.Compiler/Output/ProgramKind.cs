using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Output;

/// <summary>What the object needs to know of a program type.</summary>
/// <param name="ContextStruct">Name of the context in the kernel's BTF: a global function's argument must have it.</param>
internal readonly record struct ProgramKind(string Name, string ContextStruct)
{
    private static readonly Dictionary<string, ProgramKind> s_rows = Index(
        new("xdp", "xdp_md"),
        new("tc", "__sk_buff"),
        new("act", "__sk_buff"));

    public static ProgramKind Get(string name) =>
        s_rows.TryGetValue(name, out ProgramKind row) ? row : throw new ArgumentException($"'{name}' is no program type of the table", nameof(name));

    private static Dictionary<string, ProgramKind> Index(params ProgramKind[] rows)
    {
        var index = new Dictionary<string, ProgramKind>(StringComparer.Ordinal);
        foreach (ProgramKind row in rows)
            index.Add(row.Name, row);
        return index;
    }
}
