using System.Collections.Generic;
using BpfSharp.Objects.Binary;

namespace BpfSharp.Objects.Elf;

/// <summary>Lays out a relocatable ELF64 file for BPF: sections in the order of their addition, then symbols and strings.</summary>
internal sealed class ElfBuilder
{
    private readonly List<Section> _sections = new();
    private readonly List<ElfSymbol> _locals = new();
    private readonly List<ElfSymbol> _globals = new();
    private readonly List<(int Section, List<Relocation> Entries)> _relocations = new();
    private readonly Dictionary<string, uint> _stringOffsets = new(System.StringComparer.Ordinal);
    private readonly ByteWriter _strings = new();

    public ElfBuilder()
    {
        _strings.U8(0);
        _stringOffsets.Add("", 0);
        _sections.Add(new Section("", 0, 0, 0));
        _locals.Add(default(ElfSymbol) with { Name = "" });
    }

    /// <summary>Handle of a symbol until indexes are known: locals come first in a file.</summary>
    public readonly record struct SymbolHandle(bool IsGlobal, int Position);

    public readonly record struct Relocation(ulong Offset, uint Type, SymbolHandle Symbol);

    public int AddSection(string name, uint type, ulong flags, byte[] content, ulong alignment = 1)
    {
        _sections.Add(new Section(name, type, flags, alignment) { Content = content, Size = (ulong)content.Length });
        return _sections.Count - 1;
    }

    /// <summary>A section that is all zero and takes no room in the file.</summary>
    public int AddZeroSection(string name, ulong flags, int size, ulong alignment)
    {
        _sections.Add(new Section(name, ElfConstants.SectionNoBits, flags, alignment) { Size = (ulong)size });
        return _sections.Count - 1;
    }

    /// <summary>Gives a section its content, which may be known only after symbols.</summary>
    public void SetContent(int section, byte[] content)
    {
        _sections[section].Content = content;
        _sections[section].Size = (ulong)content.Length;
    }

    public SymbolHandle AddSymbol(ElfSymbol symbol)
    {
        List<ElfSymbol> list = symbol.Bind == ElfConstants.BindGlobal ? _globals : _locals;
        list.Add(symbol);
        return new(symbol.Bind == ElfConstants.BindGlobal, list.Count - 1);
    }

    public void AddRelocations(int section, List<Relocation> entries)
    {
        if (entries.Count > 0)
            _relocations.Add((section, entries));
    }

    public byte[] Build()
    {
        int symbolSection = _sections.Count + _relocations.Count;
        foreach (var (target, entries) in _relocations)
        {
            int index = AddSection(".rel" + _sections[target].Name, ElfConstants.SectionRel, ElfConstants.FlagInfoLink, Encode(entries), 8);
            _sections[index].Link = symbolSection;
            _sections[index].Info = target;
            _sections[index].EntrySize = ElfConstants.RelocationSize;
        }

        int symbols = AddSection(".symtab", ElfConstants.SectionSymbols, 0, EncodeSymbols(), 8);
        _sections[symbols].Link = symbols + 1;
        _sections[symbols].Info = _locals.Count;
        _sections[symbols].EntrySize = ElfConstants.SymbolSize;

        foreach (Section section in _sections)
            String(section.Name);
        String(".strtab");
        int strings = AddSection(".strtab", ElfConstants.SectionStrings, 0, _strings.ToArray());
        return Write(strings);
    }

    private byte[] Write(int strings)
    {
        var body = new ByteWriter();
        body.Bytes(new byte[ElfConstants.HeaderSize]);
        foreach (Section section in _sections)
        {
            if (section.Alignment > 1)
                body.Align((int)section.Alignment);
            section.Offset = (ulong)body.Length;
            body.Bytes(section.Content);
        }

        body.Align(8);
        int table = body.Length;
        foreach (Section section in _sections)
            WriteHeader(body, section);

        byte[] bytes = body.ToArray();
        byte[] header = FileHeader((ulong)table, strings);
        System.Buffer.BlockCopy(header, 0, bytes, 0, header.Length);
        return bytes;
    }

    private byte[] FileHeader(ulong sectionTable, int strings)
    {
        var header = new ByteWriter();
        header.Bytes(new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
        header.U16(ElfConstants.TypeRelocatable);
        header.U16(ElfConstants.MachineBpf);
        header.U32(1);
        header.U64(0);
        header.U64(0);
        header.U64(sectionTable);
        header.U32(0);
        header.U16(ElfConstants.HeaderSize);
        header.U16(0);
        header.U16(0);
        header.U16(ElfConstants.SectionHeaderSize);
        header.U16(_sections.Count);
        header.U16(strings);
        return header.ToArray();
    }

    private void WriteHeader(ByteWriter writer, Section section)
    {
        writer.U32(String(section.Name));
        writer.U32(section.Type);
        writer.U64(section.Flags);
        writer.U64(0);
        writer.U64(section.Type == 0 ? 0 : section.Offset);
        writer.U64(section.Size);
        writer.I32(section.Link);
        writer.I32(section.Info);
        writer.U64(section.Alignment);
        writer.U64((ulong)section.EntrySize);
    }

    private byte[] Encode(List<Relocation> entries)
    {
        var writer = new ByteWriter();
        foreach (Relocation entry in entries)
        {
            writer.U64(entry.Offset);
            writer.U32(entry.Type);
            writer.I32(entry.Symbol.IsGlobal ? _locals.Count + entry.Symbol.Position : entry.Symbol.Position);
        }

        return writer.ToArray();
    }

    private byte[] EncodeSymbols()
    {
        var writer = new ByteWriter();
        foreach (List<ElfSymbol> list in new[] { _locals, _globals })
        {
            foreach (ElfSymbol symbol in list)
            {
                writer.U32(String(symbol.Name));
                writer.U8((byte)(symbol.Bind << 4 | symbol.Type));
                writer.U8(0);
                writer.U16(symbol.Section);
                writer.U64(symbol.Value);
                writer.U64(symbol.Size);
            }
        }

        return writer.ToArray();
    }

    private uint String(string value)
    {
        if (_stringOffsets.TryGetValue(value, out uint known))
            return known;
        uint offset = (uint)_strings.Length;
        _strings.Text(value);
        _stringOffsets.Add(value, offset);
        return offset;
    }

    private sealed class Section
    {
        public Section(string name, uint type, ulong flags, ulong alignment)
        {
            Name = name;
            Type = type;
            Flags = flags;
            Alignment = alignment;
        }

        public string Name { get; }
        public uint Type { get; }
        public ulong Flags { get; }
        public ulong Alignment { get; }
        public byte[] Content { get; set; } = System.Array.Empty<byte>();
        public ulong Size { get; set; }
        public ulong Offset { get; set; }
        public int Link { get; set; }
        public int Info { get; set; }
        public int EntrySize { get; set; }
    }
}
