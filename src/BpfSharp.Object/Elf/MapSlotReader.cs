using System.Collections.Generic;
using BpfSharp.Objects.Binary;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Reads initial entries of maps: relocations of section <c>.maps</c>.</summary>
internal sealed class MapSlotReader
{
    private readonly List<(BpfMapDefinition Map, ulong Start, ulong End)> _places = new();

    /// <param name="start">Where the map's initial entries start in the section.</param>
    /// <param name="end">Where the map ends.</param>
    public void Add(BpfMapDefinition map, ulong start, ulong end) => _places.Add((map, start, end));

    public void Read(ElfFile file, ElfSection section)
    {
        foreach (ElfSection relocations in file.RelocationsOf(section))
        {
            ByteReader reader = file.Content(relocations);
            while (reader.Remaining > 0)
            {
                ulong offset = reader.U64();
                uint type = reader.U32();
                uint symbol = reader.U32();
                if (type != ElfConstants.RelocationAddress || symbol >= (uint)file.Symbols.Count)
                    throw reader.Fail($"the relocation at byte {offset} is none of an initial entry");
                Add(offset, file.Symbols[(int)symbol].Name);
            }
        }
    }

    private void Add(ulong offset, string symbol)
    {
        foreach ((BpfMapDefinition map, ulong start, ulong end) in _places)
        {
            if (offset < start || offset >= end)
                continue;
            ulong index = (offset - start) / ObjectBtf.PointerSize;
            if ((offset - start) % ObjectBtf.PointerSize != 0 || index >= map.MaxEntries)
                break;
            map.Slots.Add(new BpfMapSlot((int)index, symbol));
            return;
        }

        throw new BpfObjectFormatException($"{ObjectBtf.MapSection}: byte {offset}, for '{symbol}', is no initial entry of a map.");
    }
}
