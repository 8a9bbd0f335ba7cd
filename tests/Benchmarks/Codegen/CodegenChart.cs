using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>Bars of our figures over clang's, a group a program; the line is clang.</summary>
internal static class CodegenChart
{
    private const int Left = 150, BarHeight = 9, GroupGap = 10, Unit = 360, Top = 40;
    private const double Widest = 1.6;

    private static readonly (string Name, string Color, Func<PairFigures, double> Value)[] s_series =
    [
        ("slots", "#4269d0", static f => f.SlotRatio),
        ("processed", "#efb118", static f => f.ProcessedRatio),
        ("jited", "#6cc5b0", static f => f.JitedRatio),
        ("time", "#ff725c", static f => f.TimeRatio),
    ];

    public static string Draw(IReadOnlyList<PairFigures> figures)
    {
        int group = (s_series.Length * BarHeight) + GroupGap;
        int height = Top + (figures.Count * group) + 10;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + (Unit * Widest) + 60:0}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        for (int i = 0; i < s_series.Length; i++)
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left + (i * 90)}\" y=\"10\" width=\"10\" height=\"10\" fill=\"{s_series[i].Color}\"/><text x=\"{Left + (i * 90) + 14}\" y=\"19\">{s_series[i].Name}</text>\n");
        for (int i = 0; i < figures.Count; i++)
            Group(svg, figures[i], Top + (i * group));
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left + Unit}\" x2=\"{Left + Unit}\" y1=\"{Top - 8}\" y2=\"{height - 8}\" stroke=\"#444\"/>\n</svg>\n");
        return svg.ToString();
    }

    private static void Group(StringBuilder svg, PairFigures figures, int y)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{y + (s_series.Length * BarHeight / 2) + 4}\" text-anchor=\"end\">{figures.Name}</text>\n");
        for (int i = 0; i < s_series.Length; i++)
        {
            double value = s_series[i].Value(figures);
            double width = Math.Min(value, Widest) * Unit;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y + (i * BarHeight)}\" width=\"{width:0}\" height=\"{BarHeight - 1}\" fill=\"{s_series[i].Color}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + width + 3:0}\" y=\"{y + (i * BarHeight) + 8}\" font-size=\"8\">{value:0.00}</text>\n");
        }
    }
}
