using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Tool.Output;

/// <summary>A program's instructions with the C# lines that they come from.</summary>
internal static class Listing
{
    public static IEnumerable<string> Of(BpfObject model, BpfProgramImage program)
    {
        Dictionary<int, string> functions = program.Functions.ToDictionary(function => function.Slot, function => function.Name);
        Dictionary<int, BpfLineInfo> lines = program.Lines.ToDictionary(line => line.Slot);
        Dictionary<int, BpfRelocation> relocations = program.Relocations.ToDictionary(relocation => relocation.Slot);

        foreach (BpfDisassemblyLine line in BpfDisassembler.Disassemble(program.Instructions, program.Relocations, HelperNames.Find))
        {
            if (functions.TryGetValue(line.Slot, out string? function) && line.Slot > 0)
                yield return $"{function}:";
            if (lines.TryGetValue(line.Slot, out BpfLineInfo source))
                yield return Source(source);
            string comment = relocations.TryGetValue(line.Slot, out BpfRelocation relocation) ? Comment(model, relocation) : "";
            yield return $"{line.Slot.ToString(CultureInfo.InvariantCulture),6}: {line.Text}{comment}";
        }
    }

    private static string Source(in BpfLineInfo line)
    {
        string place = $"{Path.GetFileName(line.File)}:{line.Line.ToString(CultureInfo.InvariantCulture)}";
        string text = line.Text.Trim();
        return text.Length == 0 ? $"; {place}" : $"; {place}  {text}";
    }

    private static string Comment(BpfObject model, in BpfRelocation relocation)
    {
        if (relocation.Kind != BpfRelocationKind.Data)
            return "";
        foreach (BpfDataSection section in model.DataSections)
        {
            if (section.Name != relocation.Symbol)
                continue;
            foreach (BpfVariable variable in section.Variables)
            {
                int offset = relocation.Offset - variable.Offset;
                if (offset >= 0 && offset < variable.Size)
                    return offset == 0 ? $"  // {variable.Name}" : $"  // {variable.Name} + {offset.ToString(CultureInfo.InvariantCulture)}";
            }
        }

        return "";
    }
}
