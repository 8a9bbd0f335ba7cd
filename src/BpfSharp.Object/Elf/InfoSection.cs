using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Section <c>.bpfsharp</c>: an ELF string table with one string a fact, fields separated by tabs.</summary>
/// <remarks>A string table, because libbpf passes over those in silence and mentions sections of other types each time that it loads.</remarks>
internal static class InfoSection
{
    private const string Header = "bpfsharp-object";
    private const string Version = "1";

    private const char End = '\0';

    /// <param name="typeCount">Types of the model; those behind them follow from maps and variables, and are made anew.</param>
    public static byte[] Write(BpfSharpInfo? info, int typeCount)
    {
        var text = new StringBuilder().Append(End);
        Line(text, Header, Version);
        Line(text, "types", Number(typeCount));
        if (info is not null)
        {
            Line(text, "target", info.TargetKernel);
            if (info.FaultMap is { } map)
                Line(text, "faults", map);
            foreach (string program in info.DeviceBound)
                Line(text, "bound", program);
            foreach (BpfFaultSite site in info.FaultSites)
                Line(text, "fault", Number(site.Id), site.Program, site.Kind, site.File, Number(site.Line), Number(site.Column));
            foreach (BpfVerifierWork work in info.Work)
                Line(text, "work", work.Program, Number(work.Instructions));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Facts of kinds that this version doesn't know are skipped, so that older tools read newer objects.</summary>
    public static BpfSharpInfo? Read(string text, out int typeCount)
    {
        string[] lines = text.Split(End);
        if (lines.Length < 2 || lines[0].Length > 0 || lines[1] != $"{Header}\t{Version}")
            throw new BpfObjectFormatException($"{ElfConstants.Info}: the first string is not '{Header} {Version}'.");

        typeCount = -1;
        BpfSharpInfo? info = null;
        for (int i = 2; i < lines.Length; i++)
        {
            List<string> fields = Fields(lines[i]);
            switch (fields[0])
            {
                case "types" when fields.Count == 2:
                    typeCount = Number(fields[1]);
                    break;
                case "target" when fields.Count == 2:
                    (info ??= new()).TargetKernel = fields[1];
                    break;
                case "faults" when fields.Count == 2:
                    (info ??= new()).FaultMap = fields[1];
                    break;
                case "bound" when fields.Count == 2:
                    (info ??= new()).DeviceBound.Add(fields[1]);
                    break;
                case "fault" when fields.Count == 7:
                    (info ??= new()).FaultSites.Add(new(Number(fields[1]), fields[2], fields[3], fields[4], Number(fields[5]), Number(fields[6])));
                    break;
                case "work" when fields.Count == 3:
                    (info ??= new()).Work.Add(new(fields[1], Number(fields[2])));
                    break;
            }
        }

        return info;
    }

    private static void Line(StringBuilder text, params string[] fields)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                text.Append('\t');
            foreach (char c in fields[i])
            {
                text.Append(c switch
                {
                    '\\' => "\\\\",
                    '\t' => "\\t",
                    '\n' => "\\n",
                    End => "\\0",
                    _ => c.ToString(),
                });
            }
        }

        text.Append(End);
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '\t')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (c == '\\' && i + 1 < line.Length)
            {
                char escaped = line[++i];
                field.Append(escaped switch { 't' => '\t', 'n' => '\n', '0' => End, _ => escaped });
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
        ? value
        : throw new BpfObjectFormatException($"{ElfConstants.Info}: '{text}' is no number.");
}
