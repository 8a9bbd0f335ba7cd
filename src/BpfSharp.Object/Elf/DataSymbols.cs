using System.Collections.Generic;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Symbols of a data section that is being written.</summary>
internal sealed class DataSymbols
{
    private readonly BpfDataSection _section;
    private readonly ElfBuilder.SymbolHandle _start;

    public DataSymbols(BpfDataSection section, ElfBuilder.SymbolHandle start)
    {
        _section = section;
        _start = start;
    }

    /// <summary>In the order of the section's variables.</summary>
    public List<ElfBuilder.SymbolHandle> Variables { get; } = new();

    /// <summary>The variable that holds an offset, and the bytes from its start; the section itself where none does.</summary>
    public (ElfBuilder.SymbolHandle Symbol, int Addend) Locate(int offset)
    {
        for (int i = 0; i < Variables.Count; i++)
        {
            BpfVariable variable = _section.Variables[i];
            if (offset >= variable.Offset && offset < variable.Offset + variable.Size)
                return (Variables[i], offset - variable.Offset);
        }

        return (_start, offset);
    }
}
