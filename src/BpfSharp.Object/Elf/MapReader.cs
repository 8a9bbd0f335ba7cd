using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Reads map definitions from the BTF of section <c>.maps</c>.</summary>
internal sealed class MapReader
{
    private readonly BtfTypes _types;
    private readonly ElfFile _file;
    private readonly MapSlotReader _slots = new();

    public MapReader(BtfTypes types, ElfFile file)
    {
        _types = types;
        _file = file;
    }

    /// <summary>Names by offset in <c>.maps</c>, for relocations.</summary>
    public Dictionary<ulong, string> NamesByOffset { get; } = new();

    public List<BpfMapDefinition> Read()
    {
        var maps = new List<BpfMapDefinition>();
        ElfSection? section = _file.Find(ObjectBtf.MapSection);
        if (section is null)
            return maps;

        BtfDataSection variables = FindDataSection() ?? throw Fail("the object's BTF does not describe it");
        var symbols = new DataSectionSymbols(_file, section);
        foreach (BtfSectionVariable place in variables.Variables)
        {
            if (_types.Get(place.TypeId) is not BtfVariable variable)
                throw Fail("it holds something that is no variable");

            // Only symbols tell places: clang leaves the offsets in BTF 0 for the loader to fill in.
            if (!symbols.TryFind(variable.Name, out ulong offset) || NamesByOffset.ContainsKey(offset))
                throw Fail($"map '{variable.Name}' has no place of its own");
            NamesByOffset.Add(offset, variable.Name);
            maps.Add(ReadMap(variable, offset, (ulong)place.Size));
        }

        _slots.Read(_file, section);
        return maps;
    }

    private BtfDataSection? FindDataSection()
    {
        foreach (BtfType type in _types.All)
        {
            if (type is BtfDataSection { Name: ObjectBtf.MapSection } section)
                return section;
        }

        return null;
    }

    private BpfMapDefinition ReadMap(BtfVariable variable, ulong offset, ulong size)
    {
        BpfMapDefinition map = ReadDefinition(variable.Name, variable.TypeId, isInner: false, out ulong values);
        _slots.Add(map, offset + values, offset + size);
        return map;
    }

    /// <param name="values">Bytes from the definition's start to its initial entries; 0 where it has none.</param>
    private BpfMapDefinition ReadDefinition(string name, int typeId, bool isInner, out ulong values)
    {
        values = 0;
        if (_types.Get(_types.Unqualified(typeId)) is not BtfStruct definition)
            throw Fail($"map '{name}' is not defined by a struct");

        var map = new BpfMapDefinition { Name = name };
        foreach (BtfMember member in definition.Members)
        {
            switch (member.Name)
            {
                case "type": map.MapType = Number(map, member); break;
                case "max_entries": map.MaxEntries = (uint)Number(map, member); break;
                case "map_flags": map.Flags = (uint)Number(map, member); break;
                case "map_extra": map.Extra = (uint)Number(map, member); break;
                case "pinning": map.Pinning = Number(map, member); break;
                case "key_size": map.KeySize = Size(map, Number(map, member), map.KeySize, map.KeyTypeId); break;
                case "value_size": map.ValueSize = Size(map, Number(map, member), map.ValueSize, map.ValueTypeId); break;
                case "key":
                    map.KeyTypeId = Target(map, member);
                    map.KeySize = TypeSize(map, map.KeyTypeId, map.KeySize);
                    break;
                case "value":
                    map.ValueTypeId = Target(map, member);
                    map.ValueSize = TypeSize(map, map.ValueTypeId, map.ValueSize);
                    break;
                case "values" when !isInner:
                    values = (ulong)member.Offset / 8;
                    ReadValues(map, member);
                    break;
                default:
                    throw Fail($"map '{map.Name}' has the attribute '{member.Name}', which is not supported");
            }
        }

        return map;
    }

    private void ReadValues(BpfMapDefinition map, BtfMember member)
    {
        if (_types.Get(member.TypeId) is not BtfArray { Count: 0 } array || _types.Get(_types.Unqualified(array.ElementTypeId)) is not BtfPointer pointer)
            throw Fail($"'values' of map '{map.Name}' is no array of pointers without a length");
        int target = _types.Unqualified(pointer.TypeId);
        map.ValueSize = Size(map, sizeof(int), map.ValueSize == 0 ? sizeof(int) : map.ValueSize, map.ValueTypeId);
        if (_types.Get(target) is BtfStruct)
            map.Inner = ReadDefinition(map.Name + ".inner", target, isInner: true, out _);
        else if (_types.Get(target) is not BtfFunctionPrototype)
            throw Fail($"'values' of map '{map.Name}' points to neither maps nor functions");
    }

    private int Target(BpfMapDefinition map, BtfMember member) => _types.Get(member.TypeId) is BtfPointer pointer
        ? pointer.TypeId
        : throw Fail($"'{member.Name}' of map '{map.Name}' is no pointer");

    private int Number(BpfMapDefinition map, BtfMember member) => _types.Get(Target(map, member)) is BtfArray array
        ? unchecked((int)array.Count)
        : throw Fail($"'{member.Name}' of map '{map.Name}' is no number");

    private static int Size(BpfMapDefinition map, int size, int other, int typeId) => size >= 0 && (typeId == 0 || size == other)
        ? size
        : throw Fail($"map '{map.Name}' has a key or value of two sizes");

    private int TypeSize(BpfMapDefinition map, int typeId, int other)
    {
        if (_types.SizeOf(typeId) is not { } size || size > int.MaxValue)
            throw Fail($"map '{map.Name}' has a key or value of no size");
        return Size(map, (int)size, other == 0 ? (int)size : other, typeId);
    }

    private static BpfObjectFormatException Fail(string message) => new($"{ObjectBtf.MapSection}: {message}.");
}
