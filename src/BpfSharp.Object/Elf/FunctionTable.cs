using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Code of one section of a file that is being read: its functions in order, and what refers to elsewhere.</summary>
internal sealed class FunctionTable
{
    private FunctionTable(ElfSection section, List<BpfInstruction> instructions, SectionInfo info)
    {
        Section = section;
        Instructions = instructions;
        Info = info;
    }

    public ElfSection Section { get; }

    public List<BpfInstruction> Instructions { get; }

    public SectionInfo Info { get; }

    /// <summary>By slot; none overlap.</summary>
    public List<CodeFunction> Functions { get; } = new();

    /// <summary>By slot.</summary>
    public Dictionary<int, CodeRelocation> Relocations { get; } = new();

    public bool IsText => Section.Name == ElfConstants.Text;

    public static FunctionTable Read(ElfFile file, ElfSection section, SectionInfo info)
    {
        Binary.ByteReader content = file.Content(section);
        if (content.Length % BpfInstruction.Size != 0)
            throw content.Fail("instructions have 8 bytes each");

        var table = new FunctionTable(section, BpfInstructionCodec.Decode(content.ToArray()), info);
        table.AddFunctions(file);
        return table;
    }

    /// <summary>Index of the function that starts at a slot.</summary>
    public int FunctionAt(long slot)
    {
        int low = 0;
        int high = Functions.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (Functions[middle].Slot == slot)
                return middle;
            if (Functions[middle].Slot < slot)
                low = middle + 1;
            else
                high = middle - 1;
        }

        throw Fail($"no function starts at slot {slot}");
    }

    public BpfObjectFormatException Fail(string message) => new($"{Section.Name}: {message}.");

    private void AddFunctions(ElfFile file)
    {
        foreach (ElfSymbol symbol in file.SymbolsIn(Section))
        {
            if (symbol.Type != ElfConstants.SymbolFunction)
                continue;
            ulong end = (ulong)Instructions.Count * BpfInstruction.Size;
            if ((symbol.Value | symbol.Size) % BpfInstruction.Size != 0 || symbol.Size == 0 || symbol.Value > end || symbol.Size > end - symbol.Value)
                throw Fail($"function '{symbol.Name}' is not made of its instructions");
            Functions.Add(new(symbol.Name, (int)symbol.Value / BpfInstruction.Size, (int)symbol.Size / BpfInstruction.Size, symbol.Bind != ElfConstants.BindLocal));
        }

        Functions.Sort(static (left, right) => left.Slot.CompareTo(right.Slot));
        for (int i = 1; i < Functions.Count; i++)
        {
            if (Functions[i].Slot < Functions[i - 1].Slot + Functions[i - 1].Count)
                throw Fail($"functions '{Functions[i - 1].Name}' and '{Functions[i].Name}' overlap");
        }
    }
}
