using System;
using System.Collections.Generic;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Btf;

/// <summary>All BTF of an object: the model's own types, with their ids, then what follows from the model: map definitions, variables, data sections.</summary>
/// <remarks>The object writer puts it into <c>.BTF</c>; a loader gives it to the kernel.</remarks>
public sealed class ObjectBtf
{
    internal const string MapSection = ".maps";
    internal const string KernelSymbolSection = ".ksyms";
    internal const int PointerSize = 8;
    internal const int ExternLinkage = 2;

    // Pointers to int[n] carry numbers in map definitions. One-byte elements: the kernel refuses arrays above 4 GiB, which int[2^30] is.
    private static readonly BtfInt s_number = new(1, 0) { Name = "__NUMBER__" };
    private static readonly BtfInt s_index = new(4, 0) { Name = "__ARRAY_SIZE_TYPE__" };
    private static readonly BtfInt s_byte = new(1, 0) { Name = "unsigned char" };

    private static readonly BtfInt s_result = new(4, 1) { Name = "int" };

    private readonly Dictionary<string, int> _sections = new(StringComparer.Ordinal);

    private ObjectBtf(BtfTypes types) => Types = types;

    public BtfTypes Types { get; }

    /// <summary>Offset of each map's definition in <c>.maps</c>, by position in the model.</summary>
    internal List<(int Offset, int Size)> MapDefinitions { get; } = new();

    /// <summary>Bytes from the start of a map's definition to its initial entries.</summary>
    internal int ValuesOffset(BpfMapDefinition map) => MapMembers(map).Count * PointerSize;

    /// <summary>Id of the section's <c>DATASEC</c>, which is the value type of its map; 0 where it has no variables.</summary>
    public int DataSectionId(string section) => _sections.TryGetValue(section, out int id) ? id : 0;

    /// <param name="forFile">Also the sections <c>.maps</c> and <c>.ksyms</c>, which libbpf reads. The kernel needs neither, and refuses <c>extern</c> functions.</param>
    /// <exception cref="ArgumentException">The model contradicts itself.</exception>
    public static ObjectBtf Compose(BpfObject model, bool forFile = true)
    {
        var result = new ObjectBtf(model.Types.Take(model.Types.All.Count));
        if (forFile && model.Maps.Count > 0)
            result.AddMaps(model.Maps);
        foreach (BpfDataSection section in model.DataSections)
            result.AddDataSection(section);
        if (forFile && model.KernelFunctions.Count > 0)
            result.AddKernelFunctions(model.KernelFunctions);
        return result;
    }

    private void AddMaps(List<BpfMapDefinition> maps)
    {
        var variables = new List<BtfSectionVariable>();
        int offset = 0;
        foreach (BpfMapDefinition map in maps)
        {
            int definition = AddDefinition(map, out int size);
            // Initial entries lie behind the members, as clang lays out '.values = { [1] = &map }'.
            foreach (BpfMapSlot slot in map.Slots)
                size = Math.Max(size, ValuesOffset(map) + ((slot.Index + 1) * PointerSize));
            variables.Add(new(Types.Append(new BtfVariable(definition, 1) { Name = map.Name }), offset, size));
            MapDefinitions.Add((offset, size));
            offset += size;
        }

        Types.Append(new BtfDataSection(offset, variables) { Name = MapSection });
    }

    private int AddDefinition(BpfMapDefinition map, out int size)
    {
        List<BtfMember> members = MapMembers(map);
        size = members.Count * PointerSize;
        if (Values(map) is { } target)
            members.Add(new("values", Types.Add(new BtfArray(Types.Add(new BtfPointer(target)), Types.Add(s_index), 0)), members.Count * 64));
        return Types.Add(new BtfStruct(size, false, members));
    }

    // What 'values' points to: the definition of a map of maps' entries, or a function where a program array has initial entries.
    private int? Values(BpfMapDefinition map)
    {
        if (map.Inner is { } inner)
            return AddDefinition(inner, out _);
        return map.Slots.Count == 0 ? null : Types.Add(new BtfFunctionPrototype(Types.Add(s_result), Array.Empty<BtfParameter>()));
    }

    private List<BtfMember> MapMembers(BpfMapDefinition map)
    {
        var members = new List<BtfMember>();
        void Add(string name, int type) => members.Add(new(name, Types.Add(new BtfPointer(type)), members.Count * 64));
        void AddNumber(string name, uint value) => Add(name, Types.Add(new BtfArray(Types.Add(s_number), Types.Add(s_index), value)));
        void AddSide(string name, int typeId, int size)
        {
            if (typeId == 0 && size != 0)
            {
                AddNumber(name + "_size", (uint)size);
            }
            else if (typeId != 0)
            {
                if (Types.SizeOf(typeId) != size)
                    throw new ArgumentException($"Map '{map.Name}': the {name} has {size} bytes, its type {Types.SizeOf(typeId)?.ToString() ?? "none"}.", nameof(map));
                Add(name, typeId);
            }
        }

        AddNumber("type", (uint)map.MapType);
        AddSide("key", map.KeyTypeId, map.KeySize);
        // Of maps with 'values' libbpf knows the value's size.
        if (map.Inner is null && map.Slots.Count == 0)
            AddSide("value", map.ValueTypeId, map.ValueSize);
        if (map.MaxEntries != 0)
            AddNumber("max_entries", map.MaxEntries);
        if (map.Flags != 0)
            AddNumber("map_flags", map.Flags);
        if (map.Extra != 0)
            AddNumber("map_extra", map.Extra);
        if (map.Pinning != 0)
            AddNumber("pinning", (uint)map.Pinning);
        return members;
    }

    private void AddDataSection(BpfDataSection section)
    {
        if (section.Variables.Count == 0)
            return;

        var variables = new List<BtfSectionVariable>();
        foreach (BpfVariable variable in section.Variables)
        {
            int type = variable.TypeId != 0
                ? variable.TypeId
                : Types.Add(new BtfArray(Types.Add(s_byte), Types.Add(s_index), (uint)variable.Size));
            variables.Add(new(Types.Append(new BtfVariable(type, 1) { Name = variable.Name }), variable.Offset, variable.Size));
        }

        _sections.Add(section.Name, Types.Append(new BtfDataSection(section.Content.Length, variables) { Name = section.Name }));
    }

    // Functions have no size, and a section without bytes puts all of them at its start: so does clang.
    private void AddKernelFunctions(List<BpfKernelFunction> functions)
    {
        var members = new List<BtfSectionVariable>();
        foreach (BpfKernelFunction function in functions)
            members.Add(new(Types.Append(new BtfFunction(function.TypeId, ExternLinkage) { Name = function.Name }), 0, 0));
        Types.Append(new BtfDataSection(0, members) { Name = KernelSymbolSection });
    }
}
