using System.Collections.Generic;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Code of one ELF section: functions one behind the other, with what refers to elsewhere.</summary>
internal sealed class CodeSection
{
    public CodeSection(string name) => Name = name;

    public string Name { get; }

    public List<BpfInstruction> Instructions { get; } = new();

    public List<CodeFunction> Functions { get; } = new();

    /// <summary>Loads of map and data addresses; slots count from the section's start.</summary>
    public List<BpfRelocation> Relocations { get; } = new();

    /// <summary>Slots that call or load a function of <c>.text</c> by a relocation.</summary>
    public List<CodeReference> References { get; } = new();

    /// <summary>BTF of functions; slots count from the section's start.</summary>
    public List<BpfFunctionInfo> FunctionInfo { get; } = new();

    public List<BpfLineInfo> Lines { get; } = new();
}

/// <summary>A function's place in its section.</summary>
internal readonly record struct CodeFunction(string Name, int Slot, int Count, bool IsGlobal);

/// <summary>A slot that needs the place of a function in <c>.text</c>, which its immediate holds.</summary>
internal readonly record struct CodeReference(int Slot, bool IsCall);
