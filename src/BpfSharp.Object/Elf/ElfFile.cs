using System.Collections.Generic;
using BpfSharp.Objects.Binary;

namespace BpfSharp.Objects.Elf;

/// <summary>Sections and symbols of a relocatable ELF64 file for BPF, checked against its bytes.</summary>
internal sealed class ElfFile
{
    private static readonly List<ElfSymbol> s_noSymbols = new();
    private static readonly List<ElfSection> s_noSections = new();

    private readonly ByteReader _file;
    private readonly Dictionary<int, List<ElfSymbol>> _symbolsBySection = new();
    private readonly Dictionary<uint, List<ElfSection>> _relocationsByTarget = new();

    private ElfFile(ByteReader file) => _file = file;

    /// <summary>By index; the first is the empty one.</summary>
    public List<ElfSection> Sections { get; } = new();

    /// <summary>By index; the first is the empty one.</summary>
    public List<ElfSymbol> Symbols { get; } = new();

    /// <exception cref="BpfObjectFormatException">The bytes are no such file, or damaged.</exception>
    public static ElfFile Read(byte[] bytes)
    {
        var file = new ElfFile(new ByteReader(bytes, "ELF file"));
        file.ReadSections();
        file.ReadSymbols();
        return file;
    }

    public ElfSection? Find(string name)
    {
        foreach (ElfSection section in Sections)
        {
            if (section.Name == name && section.Type != 0)
                return section;
        }

        return null;
    }

    /// <summary>Symbols that lie in a section.</summary>
    public List<ElfSymbol> SymbolsIn(ElfSection section) => _symbolsBySection.TryGetValue(section.Index, out List<ElfSymbol>? found) ? found : s_noSymbols;

    /// <summary>Sections of relocations, of either form, that change a section.</summary>
    public List<ElfSection> RelocationsOf(ElfSection section) =>
        _relocationsByTarget.TryGetValue((uint)section.Index, out List<ElfSection>? found) ? found : s_noSections;

    /// <summary>The bytes of a section that has some.</summary>
    public ByteReader Content(ElfSection section) => section.Type == ElfConstants.SectionNoBits
        ? throw _file.Fail($"section {section.Name} has no content")
        : _file.Part(section.Offset, section.Size, section.Name);

    private void ReadSections()
    {
        // e_ident: ELF, 64 bits, little-endian, version 1.
        if (_file.Length < ElfConstants.HeaderSize || _file.U32() != 0x464c457f)
            throw _file.Fail("the magic number is missing");
        if (_file.U8() != 2 || _file.U8() != 1 || _file.U8() != 1)
            throw _file.Fail("it is not 64-bit and little-endian");
        _file.Position = 16;
        if (_file.U16() != ElfConstants.TypeRelocatable || _file.U16() != ElfConstants.MachineBpf)
            throw _file.Fail("it is no relocatable object for BPF");

        _file.Position = 40;
        ulong table = _file.U64();
        _file.Position = 58;
        int entrySize = _file.U16();
        int count = _file.U16();
        int namesIndex = _file.U16();
        if (entrySize != ElfConstants.SectionHeaderSize || count == 0)
            throw _file.Fail("there are no section headers of the usual size");

        ByteReader headers = _file.Part(table, (ulong)count * ElfConstants.SectionHeaderSize, "ELF section headers");
        var raw = new List<(uint Name, ElfSection Section)>();
        for (int i = 0; i < count; i++)
        {
            uint name = headers.U32();
            uint type = headers.U32();
            ulong flags = headers.U64();
            headers.U64();
            raw.Add((name, new ElfSection(i, "", type, flags, headers.U64(), headers.U64(), headers.U32(), headers.U32())));
            headers.U64();
            headers.U64();
        }

        CheckSizes(raw);
        if (namesIndex >= count)
            throw _file.Fail("the section of section names is missing");
        var names = new StringSection(Content(raw[namesIndex].Section with { Name = "ELF section names" }));
        foreach (var (name, section) in raw)
            Sections.Add(section.Type == 0 ? section : section with { Name = names[name] });
        foreach (ElfSection section in Sections)
        {
            if (section.Type is ElfConstants.SectionRel or ElfConstants.SectionRela)
                Group(_relocationsByTarget, section.Info, section);
        }
    }

    private void CheckSizes(List<(uint Name, ElfSection Section)> sections)
    {
        // Sections that share bytes would let a small file stand for any amount of code or data.
        ulong total = 0;
        foreach (var (_, section) in sections)
        {
            if (section.Type is 0 or ElfConstants.SectionNoBits)
                continue;
            total = section.Size > (ulong)_file.Length ? ulong.MaxValue : total + section.Size;
            if (total > (ulong)_file.Length)
                throw _file.Fail("the sections are larger than the file");
        }
    }

    private void ReadSymbols()
    {
        ElfSection? table = null;
        foreach (ElfSection section in Sections)
        {
            if (section.Type == ElfConstants.SectionSymbols)
                table = table is null ? section : throw _file.Fail("there are two symbol tables");
        }

        if (table is null)
            return;
        if (table.Link >= (uint)Sections.Count)
            throw _file.Fail("the section of symbol names is missing");

        var names = new StringSection(Content(Sections[(int)table.Link]));
        ByteReader reader = Content(table);
        while (reader.Remaining > 0)
        {
            string name = names[reader.U32()];
            byte info = reader.U8();
            reader.U8();
            int section = reader.U16();
            var symbol = new ElfSymbol(name, info & 15, info >> 4, section, reader.U64(), reader.U64());
            Symbols.Add(symbol);
            Group(_symbolsBySection, section, symbol);
        }
    }

    private static void Group<TKey, T>(Dictionary<TKey, List<T>> groups, TKey key, T item)
        where TKey : notnull
    {
        if (!groups.TryGetValue(key, out List<T>? group))
            groups.Add(key, group = new List<T>());
        group.Add(item);
    }
}
