using System.Collections.Generic;
using BpfSharp.Objects.Binary;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Resolves the relocations of code sections.</summary>
internal sealed class RelocationReader
{
    private readonly ElfFile _file;
    private readonly Dictionary<ulong, string> _maps;
    private readonly HashSet<string> _kernelFunctions = new(System.StringComparer.Ordinal);
    private readonly Dictionary<string, int> _dataSizes = new(System.StringComparer.Ordinal);

    public RelocationReader(ElfFile file, Dictionary<ulong, string> maps, BpfObject model)
    {
        _file = file;
        _maps = maps;
        foreach (BpfKernelFunction function in model.KernelFunctions)
            _kernelFunctions.Add(function.Name);
        foreach (BpfDataSection section in model.DataSections)
            _dataSizes.Add(section.Name, section.Content.Length);
    }

    public void Read(FunctionTable code)
    {
        foreach (ElfSection section in _file.RelocationsOf(code.Section))
        {
            if (section.Type == ElfConstants.SectionRela)
                throw code.Fail("relocations with addends are not supported");
            Read(code, _file.Content(section));
        }
    }

    private void Read(FunctionTable code, ByteReader reader)
    {
        while (reader.Remaining > 0)
        {
            ulong offset = reader.U64();
            uint type = reader.U32();
            uint symbol = reader.U32();
            if (offset % BpfInstruction.Size != 0 || offset / BpfInstruction.Size >= (ulong)code.Instructions.Count)
                throw reader.Fail($"there is no instruction at byte {offset}");
            if (symbol >= (uint)_file.Symbols.Count)
                throw reader.Fail($"there is no symbol {symbol}");

            int slot = (int)offset / BpfInstruction.Size;
            if (code.Relocations.ContainsKey(slot))
                throw reader.Fail($"the instruction at slot {slot} has two relocations");
            code.Relocations.Add(slot, Resolve(code, slot, type, _file.Symbols[(int)symbol]));
        }
    }

    private CodeRelocation Resolve(FunctionTable code, int slot, uint type, in ElfSymbol symbol)
    {
        BpfInstruction instruction = code.Instructions[slot];
        if (symbol.Section == ElfConstants.Undefined)
        {
            if (type == ElfConstants.RelocationCall && instruction.Opcode == BpfOpcodes.Call && _kernelFunctions.Contains(symbol.Name))
                return new(new BpfRelocation(slot, BpfRelocationKind.KernelFunction, symbol.Name, 0), 0);
            throw code.Fail($"the external symbol '{symbol.Name}' is not supported; only calls of functions that section {Btf.ObjectBtf.KernelSymbolSection} declares are");
        }

        if (symbol.Section >= _file.Sections.Count)
            throw code.Fail($"symbol '{symbol.Name}' is in no section");

        ElfSection target = _file.Sections[symbol.Section];
        bool isLoad = type == ElfConstants.RelocationLoad && BpfDisassembler.IsWide(code.Instructions, slot);
        bool isCall = type == ElfConstants.RelocationCall && FunctionStarts.IsReference(instruction);
        if (!isLoad && !isCall)
            throw code.Fail($"the relocation at slot {slot} does not fit its instruction");

        // A call's immediate counts slots from -1, a load's counts bytes.
        long offset = unchecked((long)symbol.Value) + (isCall ? (instruction.Immediate + 1L) * BpfInstruction.Size : instruction.Immediate);
        if (target.IsCode)
            return Function(code, slot, target, offset);
        if (isCall)
            throw code.Fail($"the call at slot {slot} calls no function");
        if (target.Name == Btf.ObjectBtf.MapSection && _maps.TryGetValue(unchecked((ulong)offset), out string? map))
            return new(new BpfRelocation(slot, BpfRelocationKind.Map, map, 0), 0);
        if (_dataSizes.TryGetValue(target.Name, out int size) && offset >= 0 && offset < size)
            return new(new BpfRelocation(slot, BpfRelocationKind.Data, target.Name, (int)offset), 0);
        throw code.Fail($"the relocation at slot {slot} refers to byte {offset} of section '{target.Name}', which holds neither a map nor data");
    }

    private static CodeRelocation Function(FunctionTable code, int slot, ElfSection target, long offset)
    {
        if (target.Name != ElfConstants.Text)
            throw code.Fail($"the instruction at slot {slot} refers to a function of section '{target.Name}'; only those of {ElfConstants.Text} are supported");
        if (offset < 0 || offset % BpfInstruction.Size != 0 || offset > int.MaxValue)
            throw code.Fail($"the instruction at slot {slot} refers to no function");
        return new(null, (int)(offset / BpfInstruction.Size));
    }
}
