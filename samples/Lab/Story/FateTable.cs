using Spectre.Console;

namespace BpfSharp.Samples;

/// <summary>What became of the packets, as a table.</summary>
internal static class FateTable
{
    public static Table Of(FateLedger ledger)
    {
        var table = new Table().Title("the fate of the packets");
        table.AddColumns("flow", "each packet", "packets", "as expected", "otherwise");
        foreach (FateRow row in ledger.Rows)
        {
            string otherwise = row.FirstOtherwise is null ? "" : $"[red]{row.Otherwise}, the first: {Markup.Escape(row.FirstOtherwise)}[/]";
            table.AddRow(Markup.Escape(row.Flow), Markup.Escape(row.Expected), $"{row.Packets}", $"{row.AsExpected}", otherwise);
        }

        return table;
    }
}
