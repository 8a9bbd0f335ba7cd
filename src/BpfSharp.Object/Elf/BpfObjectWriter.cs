using System;
using System.Collections.Generic;
using System.Text;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Writes an ELF relocatable that libbpf, bpftool, ip and tc load unchanged. Same object, same bytes.</summary>
public sealed class BpfObjectWriter
{
    private readonly ElfBuilder _elf = new();
    private readonly BpfObject _model;
    private readonly ObjectBtf _btf;
    private readonly Dictionary<string, ElfBuilder.SymbolHandle> _mapSymbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ElfBuilder.SymbolHandle> _programSymbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ElfBuilder.SymbolHandle> _kernelSymbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataSymbols> _dataSymbols = new(StringComparer.Ordinal);

    private BpfObjectWriter(BpfObject model)
    {
        _model = model;
        _btf = ObjectBtf.Compose(model);
    }

    /// <exception cref="ArgumentException">The model contradicts itself: a relocation to nowhere, a name that is no C identifier, ...</exception>
    public static byte[] Write(BpfObject value)
    {
        ModelCheck.Check(value);
        return new BpfObjectWriter(value).Write();
    }

    private byte[] Write()
    {
        List<CodeSection> code = CodeLayout.Create(_model.Programs);
        var codeIndexes = new List<int>();
        foreach (CodeSection section in code)
            codeIndexes.Add(_elf.AddSection(section.Name, ElfConstants.SectionProgBits, ElfConstants.FlagAlloc | ElfConstants.FlagExecute, Array.Empty<byte>(), BpfInstruction.Size));

        foreach (BpfDataSection section in _model.DataSections)
            AddDataSection(section);
        int maps = AddMaps();
        AddLicense();
        for (int i = 0; i < code.Count; i++)
            AddFunctions(code[i], codeIndexes[i]);
        foreach (BpfKernelFunction function in _model.KernelFunctions)
            _kernelSymbols.Add(function.Name, _elf.AddSymbol(new(function.Name, ElfConstants.SymbolUntyped, ElfConstants.BindGlobal, ElfConstants.Undefined, 0, 0)));

        ElfBuilder.SymbolHandle? text = null;
        if (code.Count > 0 && code[0].Name == ElfConstants.Text)
            text = _elf.AddSymbol(new("", ElfConstants.SymbolSection, ElfConstants.BindLocal, codeIndexes[0], 0, 0));
        for (int i = 0; i < code.Count; i++)
            AddCode(code[i], codeIndexes[i], text);
        AddSlots(maps);
        AddDescriptions(code);
        return _elf.Build();
    }

    private void AddDataSection(BpfDataSection section)
    {
        bool zero = DataSectionNames.IsZero(section.Name);
        ulong flags = ElfConstants.FlagAlloc | (DataSectionNames.IsReadOnly(section.Name) ? 0 : ElfConstants.FlagWrite);
        int index = zero
            ? _elf.AddZeroSection(section.Name, flags, section.Content.Length, 8)
            : _elf.AddSection(section.Name, ElfConstants.SectionProgBits, flags, section.Content, 8);

        var symbols = new DataSymbols(section, _elf.AddSymbol(new("", ElfConstants.SymbolSection, ElfConstants.BindLocal, index, 0, 0)));
        foreach (BpfVariable variable in section.Variables)
            symbols.Variables.Add(_elf.AddSymbol(new(variable.Name, ElfConstants.SymbolObject, ElfConstants.BindGlobal, index, (ulong)variable.Offset, (ulong)variable.Size)));
        _dataSymbols.Add(section.Name, symbols);
    }

    private int AddMaps()
    {
        if (_model.Maps.Count == 0)
            return -1;

        // Only the BTF says what a map is; the bytes are never read, but libbpf wants symbols that lie inside.
        var (lastOffset, lastSize) = _btf.MapDefinitions[_model.Maps.Count - 1];
        int index = _elf.AddSection(ObjectBtf.MapSection, ElfConstants.SectionProgBits, ElfConstants.FlagAlloc | ElfConstants.FlagWrite, new byte[lastOffset + lastSize], 8);
        for (int i = 0; i < _model.Maps.Count; i++)
        {
            var (offset, size) = _btf.MapDefinitions[i];
            string name = _model.Maps[i].Name;
            _mapSymbols.Add(name, _elf.AddSymbol(new(name, ElfConstants.SymbolObject, ElfConstants.BindGlobal, index, (ulong)offset, (ulong)size)));
        }

        return index;
    }

    // Libbpf finds initial entries by relocations of the section (bpf_object__collect_map_relos).
    private void AddSlots(int section)
    {
        var relocations = new List<ElfBuilder.Relocation>();
        for (int i = 0; i < _model.Maps.Count; i++)
        {
            BpfMapDefinition map = _model.Maps[i];
            foreach (BpfMapSlot slot in map.Slots)
            {
                int offset = _btf.MapDefinitions[i].Offset + _btf.ValuesOffset(map) + (slot.Index * ObjectBtf.PointerSize);
                relocations.Add(new((ulong)offset, ElfConstants.RelocationAddress, (map.Inner is null ? _programSymbols : _mapSymbols)[slot.Symbol]));
            }
        }

        relocations.Sort(static (left, right) => left.Offset.CompareTo(right.Offset));
        _elf.AddRelocations(section, relocations);
    }

    private void AddLicense()
    {
        byte[] text = Encoding.UTF8.GetBytes(_model.License + "\0");
        int index = _elf.AddSection(ElfConstants.License, ElfConstants.SectionProgBits, ElfConstants.FlagAlloc | ElfConstants.FlagWrite, text);
        _elf.AddSymbol(new("_license", ElfConstants.SymbolObject, ElfConstants.BindGlobal, index, 0, (ulong)text.Length));
    }

    private void AddFunctions(CodeSection section, int index)
    {
        foreach (CodeFunction function in section.Functions)
        {
            ElfBuilder.SymbolHandle symbol = _elf.AddSymbol(new(
                function.Name,
                ElfConstants.SymbolFunction,
                function.IsGlobal ? ElfConstants.BindGlobal : ElfConstants.BindLocal,
                index,
                (ulong)(function.Slot * BpfInstruction.Size),
                (ulong)(function.Count * BpfInstruction.Size)));
            if (function.IsGlobal)
                _programSymbols[function.Name] = symbol;
        }
    }

    private void AddCode(CodeSection section, int index, ElfBuilder.SymbolHandle? text)
    {
        var relocations = new List<ElfBuilder.Relocation>();
        foreach (CodeReference reference in section.References)
            relocations.Add(new(ByteOffset(reference.Slot), reference.IsCall ? ElfConstants.RelocationCall : ElfConstants.RelocationLoad, text!.Value));
        foreach (BpfRelocation relocation in section.Relocations)
        {
            if (relocation.Kind == BpfRelocationKind.KernelFunction)
            {
                // As clang leaves it: a call of a function that lies one slot before its symbol.
                section.Instructions[relocation.Slot] = BpfInstructions.CallSubprogram(-1);
                relocations.Add(new(ByteOffset(relocation.Slot), ElfConstants.RelocationCall, _kernelSymbols[relocation.Symbol]));
                continue;
            }

            var (symbol, addend) = relocation.Kind == BpfRelocationKind.Map
                ? (_mapSymbols[relocation.Symbol], 0)
                : _dataSymbols[relocation.Symbol].Locate(relocation.Offset);

            // As clang leaves it: no source register, and what is to be added to the symbol in the first immediate.
            section.Instructions[relocation.Slot] = section.Instructions[relocation.Slot] with { Source = 0, Immediate = addend };
            section.Instructions[relocation.Slot + 1] = BpfInstructions.LoadHigh(0);
            relocations.Add(new(ByteOffset(relocation.Slot), ElfConstants.RelocationLoad, symbol));
        }

        relocations.Sort(static (left, right) => left.Offset.CompareTo(right.Offset));
        _elf.SetContent(index, BpfInstructionCodec.Encode(section.Instructions));
        _elf.AddRelocations(index, relocations);
    }

    private void AddDescriptions(List<CodeSection> code)
    {
        var strings = new BtfStringTable();
        byte[] extension = BtfExtWriter.Write(code, strings);
        if (_btf.Types.All.Count > 0)
        {
            _elf.AddSection(".BTF", ElfConstants.SectionProgBits, 0, BtfWriter.Write(_btf.Types, strings), 4);
            _elf.AddSection(".BTF.ext", ElfConstants.SectionProgBits, 0, extension, 4);
        }

        _elf.AddSection(ElfConstants.Info, ElfConstants.SectionStrings, 0, InfoSection.Write(_model.Info, _model.Types.All.Count));
    }

    private static ulong ByteOffset(int slot) => (ulong)(slot * BpfInstruction.Size);
}
