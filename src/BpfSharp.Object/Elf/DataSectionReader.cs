using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Reads sections of global variables.</summary>
internal static class DataSectionReader
{
    // A .bss takes no room in the file, so that only a limit keeps damaged sizes from taking all memory.
    private const ulong MaxTotalSize = 64 << 20;

    /// <param name="modelTypes">Number of types that the model keeps: variables of later ones have none.</param>
    public static List<BpfDataSection> Read(ElfFile file, BtfTypes types, int modelTypes)
    {
        ulong total = 0;
        var sections = new List<BpfDataSection>();
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        var descriptions = new Dictionary<string, BtfDataSection>(System.StringComparer.Ordinal);
        foreach (BtfType type in types.All)
        {
            if (type is BtfDataSection description)
                descriptions[description.Name] = description;
        }

        foreach (ElfSection section in file.Sections)
        {
            bool isData = section.Type is ElfConstants.SectionProgBits or ElfConstants.SectionNoBits && DataSectionNames.IsData(section.Name);
            if (!isData || section.Size == 0)
                continue;
            if (section.Size > MaxTotalSize - total)
                throw new BpfObjectFormatException($"{section.Name}: its {section.Size} bytes make more than {MaxTotalSize} bytes of data.");
            total += section.Size;
            if (!names.Add(section.Name))
                throw new BpfObjectFormatException($"There are two sections {section.Name}.");

            var data = new BpfDataSection
            {
                Name = section.Name,
                Content = section.Type == ElfConstants.SectionNoBits ? new byte[section.Size] : file.Content(section).ToArray(),
            };
            if (descriptions.TryGetValue(section.Name, out BtfDataSection? described))
                AddVariables(data, described, new DataSectionSymbols(file, section), types, modelTypes);
            sections.Add(data);
        }

        return sections;
    }

    private static void AddVariables(BpfDataSection data, BtfDataSection description, DataSectionSymbols symbols, BtfTypes types, int modelTypes)
    {
        foreach (BtfSectionVariable place in description.Variables)
        {
            if (types.Get(place.TypeId) is not BtfVariable variable)
                throw new BpfObjectFormatException($"{data.Name}: it holds something that is no variable.");

            // Clang leaves the offsets in BTF 0; then only the symbols tell them.
            if (!symbols.TryFind(variable.Name, out ulong offset))
                offset = (ulong)place.Offset;
            if (offset > (ulong)data.Content.Length || place.Size > data.Content.Length - (int)offset)
                throw new BpfObjectFormatException($"{data.Name}: the variable '{variable.Name}' reaches beyond its end.");
            data.Variables.Add(new(variable.Name, (int)offset, place.Size, variable.TypeId <= modelTypes ? variable.TypeId : 0));
        }

        data.Variables.Sort(static (left, right) => left.Offset != right.Offset
            ? left.Offset.CompareTo(right.Offset)
            : string.CompareOrdinal(left.Name, right.Name));
    }
}
