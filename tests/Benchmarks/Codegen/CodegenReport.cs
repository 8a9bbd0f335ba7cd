using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>The run as Markdown, JSON and a chart.</summary>
internal static class CodegenReport
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    public static void Write(string folder, IReadOnlyList<PairFigures> standard, IReadOnlyList<PairFigures> lowest, CodegenSummary summary)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "codegen.md"), Markdown(standard, lowest, summary));
        File.WriteAllText(Path.Combine(folder, "codegen.json"), JsonSerializer.Serialize(new { summary, standard, lowest }, s_json));
        File.WriteAllText(Path.Combine(folder, "codegen.svg"), CodegenChart.Draw(standard));
    }

    private static string Markdown(IReadOnlyList<PairFigures> standard, IReadOnlyList<PairFigures> lowest, CodegenSummary summary)
    {
        var text = new StringBuilder("# Our code beside clang's\n\n");
        text.Append("Each cell: ours / clang. Times are medians of rounds in turns on one machine; only ratios mean something elsewhere.\n\n");
        Append(text, "Default target", standard);
        Append(text, "Lowest target", lowest);
        return text.Append("`").Append(summary.Line).Append("`\n").ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<PairFigures> figures)
    {
        text.Append("## ").Append(title).Append("\n\n");
        text.Append("| ").AppendJoin(" | ", CodegenTable.Columns).Append(" |\n|").Append(string.Concat(Enumerable.Repeat("---|", CodegenTable.Columns.Count))).Append('\n');
        foreach (PairFigures f in figures)
            text.Append("| ").AppendJoin(" | ", CodegenTable.Row(f)).Append(" |\n");
        text.Append('\n');
    }
}
