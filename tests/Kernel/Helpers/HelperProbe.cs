using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using BpfSharp.Kernel.Tests.Loader;
using BpfSharp.Loader;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>Asks the verifier, by a program of one call.</summary>
internal static partial class HelperProbe
{
    private const string Header = "/usr/include/linux/bpf.h";
    private const int LastId = 260;

    public static bool HasHeader => File.Exists(Header);

    /// <summary>Names by number, as the UAPI header has them; those that are newer than the header are named by their number.</summary>
    public static IReadOnlyDictionary<int, string> Names { get; } = ReadNames();

    /// <summary>Numbers of the helpers that this kernel gives to programs of a kind.</summary>
    public static IEnumerable<int> Offered(string kind)
    {
        for (int id = 1; id <= LastId; id++)
        {
            if (!IsRefused(Answer(kind, id, "GPL")))
                yield return id;
        }
    }

    public static bool NeedsGpl(string kind, int id) => Answer(kind, id, "Proprietary").Contains("GPL", StringComparison.Ordinal);

    private static string Answer(string kind, int id, string license)
    {
        var source = new BpfObject { License = license };
        Handmade.AddProgram(source, "probe", kind, [Call(id), Mov64Imm(0, 0), Exit()]);
        try
        {
            using var loaded = new LoadedTestObject(source);
            return "";
        }
        catch (VerifierException e)
        {
            return e.Log;
        }
    }

    // "unknown func" until Linux 6.9
    private static bool IsRefused(string answer) => RefusalPattern().IsMatch(answer);

    private static Dictionary<int, string> ReadNames()
    {
        var names = new Dictionary<int, string>();
        if (!HasHeader)
            return names;
        string text = File.ReadAllText(Header);
        int start = text.IndexOf("#define __BPF_FUNC_MAPPER(FN)", StringComparison.Ordinal);
        int end = text.IndexOf("#define __BPF_ENUM_FN", start, StringComparison.Ordinal);
        foreach (Match match in NamePattern().Matches(text[start..end]))
        {
            if (match.Groups[1].Value is { Length: > 0 } name)
                names.Add(names.Count, name);
        }

        return names;
    }

    [GeneratedRegex(@"unknown func|invalid func|cannot use helper")]
    private static partial Regex RefusalPattern();

    [GeneratedRegex(@"\bFN\((\w+)\)")]
    private static partial Regex NamePattern();
}
