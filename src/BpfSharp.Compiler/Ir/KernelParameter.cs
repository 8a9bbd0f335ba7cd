using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace BpfSharp.Compiler.Ir;

/// <summary>A type as C writes it in a kernel function's declaration, with the name of the parameter that has it.</summary>
/// <param name="Tag"><c>struct</c>, <c>union</c> or <c>enum</c>; empty of integers and void.</param>
/// <param name="Type">Name of the type, without the tag and <c>const</c>.</param>
/// <param name="Pointers">Depth of pointers.</param>
/// <param name="Name">Of the parameter; may be empty.</param>
public sealed record KernelParameter(string Tag, string Type, int Pointers, string Name)
{
    // Names as C and the kernel have them, with size and sign.
    private static readonly Dictionary<string, (int Size, bool IsSigned)> s_integers = new(StringComparer.Ordinal)
    {
        ["bool"] = (1, false),
        ["char"] = (1, true),
        ["u8"] = (1, false),
        ["s8"] = (1, true),
        ["short"] = (2, true),
        ["u16"] = (2, false),
        ["s16"] = (2, true),
        ["int"] = (4, true),
        ["unsigned int"] = (4, false),
        ["u32"] = (4, false),
        ["s32"] = (4, true),
        ["long"] = (8, true),
        ["unsigned long"] = (8, false),
        ["size_t"] = (8, false),
        ["u64"] = (8, false),
        ["s64"] = (8, true),
    };

    private static readonly Regex s_form = new(
        @"^(const )?(((?<tag>struct|union|enum) (?<type>\w+))|(?<type>unsigned int|unsigned long|\w+)) ?(?<stars>[* ]*)(?<name>\w*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public bool IsVoid => Type == "void" && Pointers == 0;

    /// <summary>Bytes and sign of an integer type; null of void and what has a tag.</summary>
    public (int Size, bool IsSigned)? Integer => Tag.Length == 0 && s_integers.TryGetValue(Type, out var integer) ? integer : null;

    /// <summary>Null where the text is no such type.</summary>
    public static KernelParameter? TryParse(string text)
    {
        Match match = s_form.Match(text.Trim());
        if (!match.Success)
            return null;
        var parameter = new KernelParameter(
            match.Groups["tag"].Value, match.Groups["type"].Value, match.Groups["stars"].Value.Count(static c => c == '*'), match.Groups["name"].Value);
        return parameter.Tag.Length != 0 || parameter.Type == "void" || parameter.Integer is not null ? parameter : null;
    }
}
