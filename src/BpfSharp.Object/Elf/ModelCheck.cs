using System;
using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Refuses models that would become objects which libbpf or the kernel refuses with less to go by.</summary>
internal static class ModelCheck
{
    /// <exception cref="ArgumentException">The model contradicts itself.</exception>
    public static void Check(BpfObject model)
    {
        var symbols = new HashSet<string>(StringComparer.Ordinal) { "_license" };
        void AddSymbol(string name, string what)
        {
            // Clang names a static variable of a function function.variable, which the kernel takes.
            if (!BtfNames.IsValid(what == "variable" ? name.Replace('.', '_') : name))
                throw Wrong($"the {what} '{name}' needs a name that is a C identifier of at most {BtfNames.MaxLength} characters");
            if (!symbols.Add(name))
                throw Wrong($"the {what} '{name}' has the name of another symbol");
        }

        var maps = new HashSet<string>(StringComparer.Ordinal);
        foreach (BpfMapDefinition map in model.Maps)
        {
            AddSymbol(map.Name, "map");
            maps.Add(map.Name);
        }

        var sections = new Dictionary<string, BpfDataSection>(StringComparer.Ordinal);
        foreach (BpfDataSection section in model.DataSections)
        {
            CheckData(section);
            if (sections.ContainsKey(section.Name))
                throw Wrong($"there are two sections {section.Name}");
            sections.Add(section.Name, section);
            foreach (BpfVariable variable in section.Variables)
                AddSymbol(variable.Name, "variable");
        }

        var kernelFunctions = new HashSet<string>(StringComparer.Ordinal);
        foreach (BpfKernelFunction function in model.KernelFunctions)
        {
            AddSymbol(function.Name, "kernel function");
            kernelFunctions.Add(function.Name);
            if (model.Types.Get(function.TypeId) is not BtfFunctionPrototype)
                throw Wrong($"the kernel function '{function.Name}' has type {function.TypeId}, which is no prototype");
        }

        foreach (BpfProgramImage program in model.Programs)
        {
            AddSymbol(program.Name, "program");
            CheckRelocations(program, maps, sections, kernelFunctions);
            CheckInfo(program, model.Types);
        }

        foreach (BpfMapDefinition map in model.Maps)
            CheckSlots(map, model);
    }

    private static void CheckSlots(BpfMapDefinition map, BpfObject model)
    {
        var indexes = new HashSet<int>();
        foreach (BpfMapSlot slot in map.Slots)
        {
            if (slot.Index < 0 || slot.Index >= map.MaxEntries || !indexes.Add(slot.Index))
                throw Wrong($"map '{map.Name}' has no entry {slot.Index} of its own for '{slot.Symbol}'");
            if (map.Inner is null ? !model.Programs.Exists(p => p.Name == slot.Symbol) : !model.Maps.Exists(m => m.Name == slot.Symbol))
                throw Wrong($"entry {slot.Index} of map '{map.Name}' refers to '{slot.Symbol}', which is not there");
        }
    }

    private static void CheckData(BpfDataSection section)
    {
        if (!DataSectionNames.IsData(section.Name))
            throw Wrong($"'{section.Name}' is no name of a data section");
        if (section.Content.Length == 0)
            throw Wrong($"{section.Name} is empty");
        if (DataSectionNames.IsZero(section.Name) && Array.Exists(section.Content, static b => b != 0))
            throw Wrong($"{section.Name} is not all zero");
        int end = 0;
        foreach (BpfVariable variable in section.Variables)
        {
            if (variable.Offset < end || variable.Size <= 0 || variable.Size > section.Content.Length - variable.Offset)
                throw Wrong($"the variable '{variable.Name}' overlaps another or lies outside of {section.Name}");
            end = variable.Offset + variable.Size;
        }
    }

    private static void CheckRelocations(BpfProgramImage program, HashSet<string> maps, Dictionary<string, BpfDataSection> sections, HashSet<string> kernelFunctions)
    {
        var seen = new HashSet<int>();
        foreach (BpfRelocation relocation in program.Relocations)
        {
            bool isCall = relocation.Kind == BpfRelocationKind.KernelFunction;
            if (relocation.Slot < 0
                || relocation.Slot >= program.Instructions.Count
                || !(isCall ? BpfInstructions.IsKernelCall(program.Instructions[relocation.Slot]) : BpfDisassembler.IsWide(program.Instructions, relocation.Slot))
                || !seen.Add(relocation.Slot))
                throw Wrong($"program '{program.Name}' has no {(isCall ? "call of a kernel function" : "64-bit load")} of its own for the relocation at slot {relocation.Slot}");
            bool known = relocation.Kind switch
            {
                BpfRelocationKind.Map => maps.Contains(relocation.Symbol),
                BpfRelocationKind.KernelFunction => kernelFunctions.Contains(relocation.Symbol),
                _ => sections.TryGetValue(relocation.Symbol, out BpfDataSection? section) && relocation.Offset >= 0 && relocation.Offset < section.Content.Length,
            };
            if (!known)
                throw Wrong($"program '{program.Name}' refers to '{relocation.Symbol}' at {relocation.Offset}, which is not there");
        }
    }

    private static void CheckInfo(BpfProgramImage program, BtfTypes types)
    {
        CheckIncreasing(program, "line", program.Lines.ConvertAll(static line => line.Slot));
        CheckIncreasing(program, "function", program.Functions.ConvertAll(static function => function.Slot));
        foreach (BpfFunctionInfo function in program.Functions)
        {
            if (types.Get(function.TypeId) is not BtfFunction)
                throw Wrong($"program '{program.Name}' has type {function.TypeId} for function '{function.Name}', which is no function");
        }

        if (program.Lines.Count > 0 && program.Functions.Count == 0)
            throw Wrong($"program '{program.Name}' has line info without function info");
        foreach (BpfLineInfo line in program.Lines)
        {
            // The verifier refuses line info on the second slot of a 64-bit load ("Invalid insn code at line_info").
            if (program.Instructions[line.Slot].Opcode == 0)
                throw Wrong($"program '{program.Name}' has line info on the second slot of a 64-bit load, {line.Slot}");
        }

        // "number of funcs in func_info doesn't match number of subprogs", "missing bpf_line_info for func#".
        var functions = new HashSet<int>(program.Functions.ConvertAll(static function => function.Slot));
        var lines = new HashSet<int>(program.Lines.ConvertAll(static line => line.Slot));
        foreach (int start in FunctionStarts.Of(program))
        {
            if (functions.Count > 0 && !functions.Contains(start))
                throw Wrong($"program '{program.Name}': the function at slot {start} has no function info");
            if (lines.Count > 0 && !lines.Contains(start))
                throw Wrong($"program '{program.Name}': the function at slot {start} has no line");
        }
    }

    private static void CheckIncreasing(BpfProgramImage program, string what, List<int> slots)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            // The verifier wants the first record of both at slot 0 and the others in order (check_btf_func, check_btf_line).
            if (i == 0 ? slots[i] != 0 : slots[i] <= slots[i - 1])
                throw Wrong($"program '{program.Name}' has {what} info that does not start at slot 0 or does not increase at slot {slots[i]}");
            if (slots[i] >= program.Instructions.Count)
                throw Wrong($"program '{program.Name}' has {what} info behind its end, at slot {slots[i]}");
        }
    }

    private static ArgumentException Wrong(string message) => new($"The model of the object is wrong: {message}.");
}
