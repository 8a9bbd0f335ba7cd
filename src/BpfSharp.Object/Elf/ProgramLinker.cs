using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Joins a program with the functions of <c>.text</c> that it reaches, in their order there, and numbers slots anew.</summary>
internal sealed class ProgramLinker
{
    // Programs share the functions of .text, so that a small file could name terabytes of copies.
    private const int MaxTotalSlots = 4 << 20;

    private readonly FunctionTable? _text;
    private readonly BtfTypes _types;
    private int _totalSlots;

    public ProgramLinker(FunctionTable? text, BtfTypes types)
    {
        _text = text;
        _types = types;
    }

    public BpfProgramImage Link(FunctionTable code, in CodeFunction main)
    {
        var image = new BpfProgramImage { Name = main.Name, Section = code.Section.Name };
        List<int> reached = Reach(code, main);
        var places = new Dictionary<int, int>();
        int next = main.Count;
        foreach (int index in reached)
        {
            CodeFunction function = _text!.Functions[index];
            places.Add(function.Slot, next);
            next += function.Count;
        }

        _totalSlots += next;
        if (_totalSlots > MaxTotalSlots)
            throw code.Fail($"the programs have more than {MaxTotalSlots} instructions in all");

        Place(image, code, main, places);
        foreach (int index in reached)
            Place(image, _text!, _text!.Functions[index], places);
        return image;
    }

    private List<int> Reach(FunctionTable code, in CodeFunction main)
    {
        var reached = new SortedSet<int>();
        var open = new Stack<(FunctionTable Code, CodeFunction Function)>();
        open.Push((code, main));
        while (open.Count > 0)
        {
            var (section, function) = open.Pop();
            for (int slot = function.Slot; slot < function.Slot + function.Count; slot++)
            {
                if (ReferenceAt(section, slot) is not { } target)
                    continue;
                int index = (_text ?? throw section.Fail($"there is no {ElfConstants.Text}")).FunctionAt(target);
                if (reached.Add(index))
                    open.Push((_text, _text.Functions[index]));
            }
        }

        return new List<int>(reached);
    }

    /// <summary>Slot in <c>.text</c> of the function that an instruction calls or loads the address of.</summary>
    private static long? ReferenceAt(FunctionTable code, int slot)
    {
        if (code.Relocations.TryGetValue(slot, out CodeRelocation relocation))
            return relocation.Target is null ? relocation.FunctionSlot : null;
        if (!FunctionStarts.IsReference(code.Instructions[slot]))
            return null;
        if (!code.IsText)
            throw code.Fail($"the instruction at slot {slot} refers to a function of its own section; only those of {ElfConstants.Text} are supported");
        return slot + 1L + code.Instructions[slot].Immediate;
    }

    private void Place(BpfProgramImage image, FunctionTable code, in CodeFunction function, Dictionary<int, int> places)
    {
        int start = image.Instructions.Count;
        int end = function.Slot + function.Count;
        for (int slot = function.Slot; slot < end; slot++)
        {
            int placed = image.Instructions.Count;
            BpfInstruction instruction = code.Instructions[slot];
            if (ReferenceAt(code, slot) is { } target)
            {
                byte source = instruction.Opcode == BpfOpcodes.Call ? BpfOpcodes.PseudoCall : BpfOpcodes.PseudoFunc;
                instruction = instruction with { Source = source, Immediate = places[(int)target] - (placed + 1) };
            }
            else if (code.Relocations.TryGetValue(slot, out CodeRelocation relocation) && relocation.Target is { } address)
            {
                if (address.Kind != BpfRelocationKind.KernelFunction && slot + 1 == end)
                    throw code.Fail($"function '{function.Name}' ends inside of a 64-bit load");
                byte source = address.Kind switch
                {
                    BpfRelocationKind.Map => BpfOpcodes.PseudoMapFd,
                    BpfRelocationKind.KernelFunction => BpfOpcodes.PseudoKernelCall,
                    _ => BpfOpcodes.PseudoMapValue,
                };
                instruction = instruction with { Source = source, Offset = 0, Immediate = 0 };
                image.Relocations.Add(address with { Slot = placed });
            }

            image.Instructions.Add(instruction);
        }

        AddInfo(image, code.Info, function, start);
    }

    private void AddInfo(BpfProgramImage image, SectionInfo info, in CodeFunction function, int start)
    {
        int end = function.Slot + function.Count;
        for (int i = FirstAtOrBehind(info.Functions, function.Slot, static f => f.Slot); i < info.Functions.Count && info.Functions[i].Slot < end; i++)
        {
            var (slot, typeId) = info.Functions[i];
            if (_types.Get(typeId) is not BtfFunction type)
                throw new BpfObjectFormatException($".BTF.ext: type {typeId} is no function.");
            image.Functions.Add(new(slot - function.Slot + start, type.Name, typeId));
        }

        for (int i = FirstAtOrBehind(info.Lines, function.Slot, static l => l.Slot); i < info.Lines.Count && info.Lines[i].Slot < end; i++)
            image.Lines.Add(info.Lines[i] with { Slot = info.Lines[i].Slot - function.Slot + start });
    }

    private static int FirstAtOrBehind<T>(List<T> sorted, int slot, System.Func<T, int> slotOf)
    {
        int low = 0;
        int high = sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (slotOf(sorted[middle]) < slot)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
