using System;
using System.Collections.Generic;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Gives every program its place in its section, and its subprograms one in <c>.text</c>.</summary>
/// <remarks>libbpf takes each function symbol outside of <c>.text</c> for a program to load, and resolves calls within such a section
/// to whole programs: so subprograms must lie in <c>.text</c>, and calls to them need relocations.</remarks>
internal sealed class CodeLayout
{
    private readonly List<CodeSection> _sections = new();
    private readonly CodeSection _text = new(ElfConstants.Text);

    /// <summary><c>.text</c> first where it is needed, then the programs' sections as they first occur.</summary>
    /// <exception cref="ArgumentException">The model contradicts itself.</exception>
    public static List<CodeSection> Create(IReadOnlyList<BpfProgramImage> programs)
    {
        var layout = new CodeLayout();
        foreach (BpfProgramImage program in programs)
            layout.Add(program);
        if (layout._text.Instructions.Count > 0)
            layout._sections.Insert(0, layout._text);
        return layout._sections;
    }

    private void Add(BpfProgramImage program)
    {
        if (program.Instructions.Count == 0)
            throw new ArgumentException($"Program '{program.Name}' has no instructions.", nameof(program));
        if (program.Section is "" or ElfConstants.Text)
            throw new ArgumentException($"Program '{program.Name}' can't be in section '{program.Section}'.", nameof(program));

        List<int> starts = FunctionStarts.Of(program);
        var moved = new int[program.Instructions.Count];
        CodeSection main = SectionOf(program.Section);
        for (int i = 0; i < starts.Count; i++)
        {
            int end = i + 1 < starts.Count ? starts[i + 1] : program.Instructions.Count;
            CodeSection section = i == 0 ? main : _text;
            string name = i == 0 ? program.Name : SubprogramName(program, starts[i]);
            section.Functions.Add(new(name, section.Instructions.Count, end - starts[i], i == 0));
            for (int slot = starts[i]; slot < end; slot++)
            {
                moved[slot] = section.Instructions.Count;
                section.Instructions.Add(program.Instructions[slot]);
            }
        }

        int mainEnd = starts.Count > 1 ? starts[1] : program.Instructions.Count;
        CodeSection Home(int slot) => slot < mainEnd ? main : _text;
        ResolveReferences(program, moved, Home, mainEnd);
        foreach (BpfRelocation relocation in program.Relocations)
            Home(relocation.Slot).Relocations.Add(relocation with { Slot = moved[relocation.Slot] });
        foreach (BpfFunctionInfo function in program.Functions)
            Home(function.Slot).FunctionInfo.Add(function with { Slot = moved[function.Slot] });
        foreach (BpfLineInfo line in program.Lines)
            Home(line.Slot).Lines.Add(line with { Slot = moved[line.Slot] });
    }

    private void ResolveReferences(BpfProgramImage program, int[] moved, Func<int, CodeSection> home, int mainEnd)
    {
        for (int slot = 0; slot < program.Instructions.Count; slot++)
        {
            BpfInstruction instruction = program.Instructions[slot];
            if (!FunctionStarts.IsReference(instruction))
                continue;

            int target = slot + 1 + instruction.Immediate;
            if (target < mainEnd)
                throw new ArgumentException($"Program '{program.Name}': the instruction at {slot} refers to the main function.", nameof(program));

            CodeSection section = home(slot);
            bool isCall = instruction.Opcode == BpfOpcodes.Call;
            bool relative = isCall && section == _text;

            // A call's relocation counts slots from -1, a load's counts bytes; within .text a call is relative and needs none.
            int immediate = relative ? moved[target] - (moved[slot] + 1) : isCall ? moved[target] - 1 : moved[target] * BpfInstruction.Size;
            section.Instructions[moved[slot]] = instruction with { Immediate = immediate };
            if (!relative)
                section.References.Add(new(moved[slot], isCall));
        }
    }

    private CodeSection SectionOf(string name)
    {
        foreach (CodeSection section in _sections)
        {
            if (section.Name == name)
                return section;
        }

        var added = new CodeSection(name);
        _sections.Add(added);
        return added;
    }

    private static string SubprogramName(BpfProgramImage program, int slot)
    {
        foreach (BpfFunctionInfo function in program.Functions)
        {
            if (function.Slot == slot)
                return function.Name;
        }

        return $"{program.Name}_{slot}";
    }
}
