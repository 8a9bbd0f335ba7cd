using System.Collections.Generic;

namespace BpfSharp.Objects.Elf;

/// <summary>Places of the variables of a section, by name.</summary>
internal sealed class DataSectionSymbols
{
    private readonly Dictionary<string, ulong> _offsets = new(System.StringComparer.Ordinal);

    public DataSectionSymbols(ElfFile file, ElfSection section)
    {
        foreach (ElfSymbol symbol in file.SymbolsIn(section))
        {
            if (symbol.Type == ElfConstants.SymbolObject)
                _offsets[symbol.Name] = symbol.Value;
        }
    }

    public bool TryFind(string name, out ulong offset) => _offsets.TryGetValue(name, out offset);
}
