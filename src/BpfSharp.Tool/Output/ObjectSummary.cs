using System.Globalization;
using System.IO;
using System.Linq;
using BpfSharp.Objects.Model;
using BpfSharp.Tool.Input;
using Spectre.Console;

namespace BpfSharp.Tool.Output;

/// <summary>What an object holds, as tables.</summary>
internal static class ObjectSummary
{
    public static void Write(Terminal terminal, InputObject input)
    {
        BpfObject model = input.Model;
        string target = model.Info is { TargetKernel.Length: > 0 } info ? $", target kernel {info.TargetKernel}" : "";
        terminal.Writer.WriteLine($"{input.Name} (license {model.License}{target}, {Number(input.Content.Length)} bytes)");
        WritePrograms(terminal, model);
        WriteMaps(terminal, model);
        WriteData(terminal, model);
        WriteFaults(terminal, model);
    }

    private static void WritePrograms(Terminal terminal, BpfObject model)
    {
        Table table = Columns("program", "section", "instructions", "functions");
        foreach (BpfProgramImage program in model.Programs)
            Row(table, program.Name, program.Section, Number(program.Instructions.Count), string.Join(", ", program.Functions.Select(function => function.Name)));
        Show(terminal, table);
    }

    private static void WriteMaps(Terminal terminal, BpfObject model)
    {
        Table table = Columns("map", "type", "key", "value", "entries", "flags");
        foreach (BpfMapDefinition map in model.Maps)
        {
            Row(
                table,
                map.Name,
                MapTypeNames.Of(map.MapType),
                Side(model, map.KeySize, map.KeyTypeId),
                Side(model, map.ValueSize, map.ValueTypeId),
                map.MaxEntries.ToString(CultureInfo.InvariantCulture),
                map.Flags == 0 ? "" : $"0x{map.Flags:x}");
        }

        Show(terminal, table);
    }

    private static void WriteData(Terminal terminal, BpfObject model)
    {
        Table table = Columns("data", "bytes", "variables");
        foreach (BpfDataSection section in model.DataSections)
            Row(table, section.Name, Number(section.Content.Length), string.Join(", ", section.Variables.Select(variable => variable.Name)));
        Show(terminal, table);
    }

    private static void WriteFaults(Terminal terminal, BpfObject model)
    {
        if (model.Info is not { } info)
            return;
        Table table = Columns("fault site", "kind", "program", "place");
        foreach (BpfFaultSite site in info.FaultSites)
            Row(table, Number(site.Id), site.Kind, site.Program, $"{Path.GetFileName(site.File)}({Number(site.Line)},{Number(site.Column)})");
        Show(terminal, table);
    }

    private static string Side(BpfObject model, int size, int typeId)
    {
        if (size == 0)
            return "";
        string bytes = size == 1 ? "1 byte" : $"{Number(size)} bytes";
        return model.Types.Get(typeId) is { Name.Length: > 0 } type ? $"{type.Name} ({bytes})" : bytes;
    }

    private static Table Columns(params string[] names)
    {
        Table table = new Table().Border(TableBorder.None);
        foreach (string name in names)
            table.AddColumn(new TableColumn(new Text(name, new Style(decoration: Decoration.Bold))).NoWrap().PadRight(2));
        return table;
    }

    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static void Show(Terminal terminal, Table table)
    {
        if (table.Rows.Count == 0)
            return;
        terminal.Writer.WriteLine();
        terminal.Console.Write(new Padder(table, new Padding(2, 0, 0, 0)));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
