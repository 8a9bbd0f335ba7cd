using System;
using System.Collections.Generic;
using BpfSharp.Objects.Binary;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Reads what <see cref="BpfObjectWriter"/> writes, and clang's objects as far as the model goes.</summary>
public static class BpfObjectReader
{
    /// <exception cref="BpfObjectFormatException">The bytes are no BPF object, are damaged, or use what the model lacks.</exception>
    public static BpfObject Read(byte[] bytes)
    {
        ElfFile file = ElfFile.Read(bytes);
        if (file.Find("maps") is not null)
            throw new BpfObjectFormatException("Section 'maps' holds map definitions of a kind that libbpf gave up; only '.maps' is supported.");

        BtfTypes types = ReadTypes(file, out Dictionary<string, SectionInfo> sections);
        BpfSharpInfo? info = ReadInfo(file, out int typeCount);
        if (typeCount > types.All.Count)
            throw new BpfObjectFormatException($"{ElfConstants.Info}: there are no {typeCount} types.");
        int modelTypes = typeCount < 0 ? types.All.Count : typeCount;

        var model = new BpfObject
        {
            License = ReadLicense(file),
            Types = types.Take(modelTypes),
            Info = info,
        };
        var maps = new MapReader(types, file);
        model.Maps.AddRange(maps.Read());
        model.DataSections.AddRange(DataSectionReader.Read(file, types, modelTypes));
        model.KernelFunctions.AddRange(KernelFunctionReader.Read(types));
        ReadPrograms(model, file, sections, new RelocationReader(file, maps.NamesByOffset, model));
        CheckTypes(model, modelTypes);
        return model;
    }

    private static BtfTypes ReadTypes(ElfFile file, out Dictionary<string, SectionInfo> sections)
    {
        sections = new Dictionary<string, SectionInfo>(StringComparer.Ordinal);
        if (file.Find(".BTF") is not { } btf)
            return new BtfTypes();

        BtfTypes types = BtfReader.Read(file.Content(btf), out StringSection strings);
        if (file.Find(".BTF.ext") is { } extension)
            sections = BtfExtReader.Read(file.Content(extension), strings);
        return types;
    }

    private static BpfSharpInfo? ReadInfo(ElfFile file, out int typeCount)
    {
        typeCount = -1;
        if (file.Find(ElfConstants.Info) is not { } section)
            return null;
        ByteReader content = file.Content(section);
        return InfoSection.Read(content.Text(0, content.Length), out typeCount);
    }

    private static string ReadLicense(ElfFile file)
    {
        if (file.Find(ElfConstants.License) is not { } section)
            return "";
        ByteReader content = file.Content(section);
        int end = content.Length == 0 ? 0 : content.IndexOfNul(0);
        return content.Text(0, end < 0 ? content.Length : end);
    }

    private static void ReadPrograms(BpfObject model, ElfFile file, Dictionary<string, SectionInfo> sections, RelocationReader relocations)
    {
        FunctionTable? text = null;
        var tables = new List<FunctionTable>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ElfSection section in file.Sections)
        {
            if (!section.IsCode || section.Size == 0)
                continue;
            if (!names.Add(section.Name))
                throw new BpfObjectFormatException($"There are two sections {section.Name}.");

            FunctionTable table = FunctionTable.Read(file, section, sections.TryGetValue(section.Name, out SectionInfo? info) ? info : new SectionInfo());
            relocations.Read(table);
            if (table.IsText)
                text = table;
            else
                tables.Add(table);
        }

        var linker = new ProgramLinker(text, model.Types);
        foreach (FunctionTable table in tables)
        {
            foreach (CodeFunction function in table.Functions)
            {
                if (!function.IsGlobal)
                    throw table.Fail($"function '{function.Name}' is static, and no program for that");
                model.Programs.Add(linker.Link(table, function));
            }
        }
    }

    private static void CheckTypes(BpfObject model, int modelTypes)
    {
        foreach (BpfMapDefinition map in model.Maps)
        {
            if (map.KeyTypeId > modelTypes || map.ValueTypeId > modelTypes)
                throw new BpfObjectFormatException($"{ElfConstants.Info}: map '{map.Name}' has a type that is not among the {modelTypes} of the model.");
        }

        foreach (BpfKernelFunction function in model.KernelFunctions)
        {
            if (function.TypeId > modelTypes)
                throw new BpfObjectFormatException($"{ElfConstants.Info}: kernel function '{function.Name}' has a type that is not among the {modelTypes} of the model.");
        }
    }
}
