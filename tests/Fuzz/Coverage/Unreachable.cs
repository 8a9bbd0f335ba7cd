using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Fuzz.Coverage;

/// <summary>What no program can reach, with the reason: it doesn't count as missing. Everything else does.</summary>
internal static class Unreachable
{
    public static readonly IReadOnlyDictionary<string, string> Operations = new Dictionary<string, string>
    {
        ["Attribute"] = "attributes are not in bodies",
        ["FieldInitializer"] = "initialisers of fields are not in bodies",
        ["PropertyInitializer"] = "initialisers of properties are not in bodies",
        ["ParameterInitializer"] = "default values of parameters are not in bodies",
        ["OmittedArgument"] = "only in code with errors",
        ["NameOf"] = "its value is a string",
        ["Parenthesized"] = "C# has none: they are Visual Basic's",
    };

    public static readonly IReadOnlyDictionary<string, string> IrOps = new Dictionary<string, string>
    {
        ["switch"] = "Roslyn's graphs have chains of branches",
        ["unreachable"] = "only behind what C# knows to be never reached, which is gone before",
    };

    public static readonly IReadOnlyDictionary<string, string> Passes = new Dictionary<string, string>
    {
        ["verifier cost"] = "only reports",
        ["held references"] = "only reports",
        ["map rules"] = "only reports",
        ["map parameters"] = "only looks",
        ["last map parameters"] = "only looks",
        ["section fields"] = "only reports",
        ["kernel structures"] = "only reports",
        ["safety check"] = "only reports",
        ["helper rules"] = "only reports",
        ["stale packets"] = "only reports",
        ["stale entries"] = "only reports",
        ["switch lowering"] = "Roslyn's graphs have chains of branches",
    };

    private static readonly (string Start, string Reason)[] s_instructions =
    [
        ("ldabs", "the old packet access of socket filters"),
        ("ldind", "the old packet access of socket filters"),
        ("load_acquire", "newer than all tested targets"),
        ("store_release", "newer than all tested targets"),
        ("atomic.xor", ".NET has no Interlocked.Xor"),
        ("atomic.fetch_xor", ".NET has no Interlocked.Xor"),
        ("bswap", "'be' does the same on every kernel"),
        ("may_goto", "loops have bounds that are proven"),
        ("goto_or_nop", "no static keys"),
        ("call.kfunc", "no kernel functions are called by their BTF"),
        ("callx", "no indirect calls"),
        ("lddw.btf", "no kernel variables"),
        ("lddw.map_index", "maps are relocated by descriptor"),
        ("lddw.value_index", "maps are relocated by descriptor"),
        ("le", "hosts are little-endian"),
    ];

    public static bool IsInstruction(string form) => s_instructions.Any(r => form.StartsWith(r.Start, StringComparison.Ordinal));
}
