using System.Collections.Generic;
using System.Globalization;
using Spectre.Console;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>The figures as rows of text, for the console and for Markdown.</summary>
internal static class CodegenTable
{
    public static IReadOnlyList<string> Columns { get; } =
        ["program", "slots", "x", "processed", "x", "jited", "x", "stack", "load us", "x", "ns/packet", "x [95%]", "compile ms"];

    public static string[] Row(PairFigures f) =>
    [
        f.Name,
        Both(f.Ours.Slots, f.Theirs.Slots), Ratio(f.SlotRatio),
        Both(f.Ours.Processed, f.Theirs.Processed), Ratio(f.ProcessedRatio),
        Both(f.Ours.Jited, f.Theirs.Jited), Ratio(f.JitedRatio),
        Both(f.Ours.Stack, f.Theirs.Stack),
        Both(f.Ours.LoadMicroseconds, f.Theirs.LoadMicroseconds), Ratio(f.LoadRatio),
        Both(f.Ours.Nanoseconds, f.Theirs.Nanoseconds),
        string.Create(CultureInfo.InvariantCulture, $"{f.TimeRatio:0.00} [{f.TimeLow:0.00}, {f.TimeHigh:0.00}]"),
        string.Create(CultureInfo.InvariantCulture, $"{f.Ours.CompileMilliseconds:0.0} / {f.Theirs.CompileMilliseconds:0}"),
    ];

    public static Table Of(string title, IReadOnlyList<PairFigures> figures)
    {
        Table table = new Table().Title(Markup.Escape(title + " (ours / clang)")).Border(TableBorder.Simple);
        foreach (string column in Columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = true });
        foreach (PairFigures f in figures)
            table.AddRow(System.Array.ConvertAll(Row(f), Markup.Escape));
        return table;
    }

    private static string Both(double ours, double theirs) => string.Create(CultureInfo.InvariantCulture, $"{ours:0} / {theirs:0}");

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
