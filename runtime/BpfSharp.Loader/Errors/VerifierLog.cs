using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>Reads the text that the kernel's verifier leaves for a refused program.</summary>
internal static partial class VerifierLog
{
    // The lines that follow the complaint: statistics, not causes (kernel/bpf/verifier.c, print_verification_stats).
    private static readonly string[] s_statistics = ["processed ", "verification time ", "stack depth ", "max_states_per_insn "];

    /// <summary>Finds the failing instruction, the complaint and the source line.</summary>
    /// <param name="kernelNote">What to say where the kernel is older than the object's target; or empty.</param>
    public static VerifierRefusal Read(string log, IReadOnlyList<BpfLineInfo> lines, string kernelNote = "")
    {
        string[] rows = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        VerifierReport? report = VerifierReport.TryRead(rows);
        int lastTrace = -1;
        int traced = -1;
        Match lastComment = Match.Empty;
        for (int i = 0; i < rows.Length; i++)
        {
            Match trace = TraceRow().Match(rows[i]);
            if (trace.Success && TryNumber(trace.Groups[1].Value, out int slot))
            {
                traced = slot;
                lastTrace = i;
                continue;
            }
            Match comment = SourceRow().Match(rows[i]);
            if (comment.Success)
                lastComment = comment;
        }

        string cause = report?.Cause ?? Cause(rows, lastTrace);
        int instruction = report is { Instruction: >= 0 } ? report.Instruction : NamedInstruction(cause) ?? traced;
        string hint = VerifierHints.For(cause, kernelNote, report?.Suggestion ?? "");
        if (Find(lines, instruction) is { } line)
            return new VerifierRefusal(instruction, cause, hint, line.File, line.Line, line.Column, line.Text);
        if (lastComment.Success && TryNumber(lastComment.Groups[3].Value, out int number))
            return new VerifierRefusal(instruction, cause, hint, lastComment.Groups[2].Value, number, 0, lastComment.Groups[1].Value);
        return new VerifierRefusal(instruction, cause, hint, "", 0, 0, "");
    }

    /// <summary>The last rows, statistics included.</summary>
    public static string Tail(string log, int rows)
    {
        string text = log.TrimEnd('\n', ' ');
        int at = text.Length;
        for (int i = 0; i < rows && at > 0; i++)
            at = text.LastIndexOf('\n', at - 1);
        return at <= 0 ? text : text[(at + 1)..];
    }

    // The complaint is what stands after the last traced instruction. Refusals before the walk (a bad jump, an unreachable instruction) have no trace at all.
    private static string Cause(string[] rows, int lastTrace)
    {
        var found = new List<string>();
        for (int i = lastTrace + 1; i < rows.Length; i++)
        {
            string row = rows[i].Trim();
            if (row.Length > 0 && row[0] != ';' && !IsStatistics(row) && !StateRow().IsMatch(row) && !BacktrackRow().IsMatch(row))
                found.Add(row);
        }
        return found.Count switch
        {
            0 => "no reason given",
            <= 3 => string.Join("; ", found),
            _ => string.Join("; ", found[^3..]),
        };
    }

    private static int? NamedInstruction(string cause)
    {
        Match named = InstructionInCause().Match(cause);
        return named.Success && TryNumber(named.Groups[1].Value, out int slot) ? slot : null;
    }

    private static BpfLineInfo? Find(IReadOnlyList<BpfLineInfo> lines, int instruction)
    {
        BpfLineInfo? best = null;
        foreach (BpfLineInfo line in lines)
        {
            if (line.Slot > instruction)
                break;
            best = line;
        }
        return best;
    }

    private static bool IsStatistics(string row)
    {
        foreach (string start in s_statistics)
        {
            if (row.StartsWith(start, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // "12: (61) r2 = *(u32 *)(r1 +4)"
    [GeneratedRegex(@"^(\d+): \([0-9a-f]{2}\) ")]
    private static partial Regex TraceRow();

    // "12: R0=inv(id=0) R1=ctx(off=0)", "from 3 to 7: R0=..."
    [GeneratedRegex(@"^(\d+:|from \d+ to \d+)[ :]*(safe|R\d+(_\w+)?=|frame\d+)|^from \d+ to \d+|^\d+: safe$")]
    private static partial Regex StateRow();

    // "mark_precise: frame0: last_idx 5 first_idx 0", "last_idx 5 first_idx 0", "regs=4 stack=0 before 4: (b7) r2 = 0"
    [GeneratedRegex(@"^(mark_precise:|last_idx \d+|regs=|parent didn't have|parent already had)")]
    private static partial Regex BacktrackRow();

    // "; if (eth->proto != 8) @ prog.c:12" (6.9+; older kernels leave the position out)
    [GeneratedRegex(@"^; (.*) @ (.+):(\d+)$")]
    private static partial Regex SourceRow();

    [GeneratedRegex(@"\binsn (\d+)\b")]
    private static partial Regex InstructionInCause();
}
