using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BpfSharp.Loader;

/// <summary>The report that verifiers from Linux 7.3 on add to their log for a refused program: a title and named sections of indented rows.</summary>
/// <param name="Title">What kind of refusal it is.</param>
/// <param name="Reason">Why, in a sentence; or empty.</param>
/// <param name="Instruction">The slot, or -1.</param>
/// <param name="Suggestion">What to do; or empty.</param>
internal sealed partial record VerifierReport(string Title, string Reason, int Instruction, string Suggestion)
{
    private const string Start = "Verification failed: ";

    /// <summary>The complaint in one row.</summary>
    public string Cause => Reason.Length > 0 ? $"{Title}: {Reason}" : Title;

    /// <summary>The last report of a log; null where the verifier writes none.</summary>
    public static VerifierReport? TryRead(string[] rows)
    {
        int at = Array.FindLastIndex(rows, static r => r.StartsWith(Start, StringComparison.Ordinal));
        if (at < 0)
            return null;
        Dictionary<string, List<string>> sections = Sections(rows.AsSpan(at + 1));
        return new VerifierReport(rows[at][Start.Length..].Trim(), Text(sections, "Reason"), FindInstruction(sections), Text(sections, "Suggestion"));
    }

    // "Reason:" and the indented rows below it. Another row at the margin (statistics) ends the report.
    private static Dictionary<string, List<string>> Sections(ReadOnlySpan<string> rows)
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? section = null;
        foreach (string row in rows)
        {
            if (row.Length > 0 && !char.IsWhiteSpace(row[0]))
            {
                if (!row.TrimEnd().EndsWith(':'))
                    break;
                section = sections[row.TrimEnd()[..^1]] = [];
            }
            else if (row.Trim().Length > 0)
            {
                section?.Add(row.Trim());
            }
        }
        return sections;
    }

    private static string Text(Dictionary<string, List<string>> sections, string name) =>
        sections.TryGetValue(name, out List<string>? rows) ? string.Join(' ', rows) : "";

    private static int FindInstruction(Dictionary<string, List<string>> sections)
    {
        foreach (string row in sections.GetValueOrDefault("At") ?? [])
        {
            Match match = InstructionRow().Match(row);
            if (match.Success && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int slot))
                return slot;
        }
        return -1;
    }

    // "insn 12", alone or behind the source's position
    [GeneratedRegex(@"\binsn (\d+)\b")]
    private static partial Regex InstructionRow();
}
