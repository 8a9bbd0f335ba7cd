using Spectre.Console;

namespace QuickStart.View;

/// <summary>What became of the packets.</summary>
internal static class FateTable
{
    public static Table Of(FateReport report)
    {
        var table = new Table().Title("the fate of the packets");
        table.AddColumns("phase", "way", "flow", "sent", "arrived", "to arrive", "");
        foreach (FateRow row in report.Rows)
        {
            table.AddRow(row.Phase, row.Direction.ToString().ToLowerInvariant(), row.Flow, row.Sent.ToString(), row.Arrived.ToString(), row.Arrives ? "all" : "none",
                row.AsExpected ? "[green]as expected[/]" : "[red]wrong[/]");
        }

        return table;
    }
}
