using System;
using System.Collections.Generic;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>Brings an object into the kernel: types, maps with their first content, programs. Everything or nothing.</summary>
internal static class ObjectLoading
{
    public static LoadedParts Load(BpfObject source, MapOverrides overrides, IReadOnlyDictionary<string, BoundDevice> devices)
    {
        ObjectCheck.Check(source);
        var parts = new LoadedParts();
        try
        {
            // Before anything is made: what this kernel does not have, it will not have later.
            IReadOnlyDictionary<string, int> functions = KernelFunctions.Resolve(source);
            LoadedTypes types = LoadedTypes.Load(source);
            parts.Add(types);
            foreach (BpfMapDefinition map in source.Maps)
            {
                MapShape shape = overrides.Apply(map);
                ObjectCheck.Check(shape);
                parts.Add(shape.PinPath is { } path ? MapPins.Open(shape, path, types) : MapCreation.Create(shape, types.Descriptor));
            }
            foreach (BpfDataSection section in source.DataSections)
                AddSection(parts, section, types);
            foreach (BpfProgramImage program in source.Programs)
                parts.Add(LoadProgram(new ProgramMaking(program, source, parts, types, functions), devices.GetValueOrDefault(program.Name)));
            InitialEntries.Fill(source, parts);
            return parts;
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    private static unsafe void AddSection(LoadedParts parts, BpfDataSection section, LoadedTypes types)
    {
        if (section.Content.Length == 0)
            return;
        KernelMap map = MapCreation.Create(DataSections.Shape(section, types.SectionTypeId(section.Name)), types.Descriptor);
        parts.Add(map);
        int first = 0;
        fixed (byte* content = section.Content)
        {
            int result = map.Update(&first, content, 0);
            if (result == 0 && DataSections.IsReadOnly(section))
                result = map.Freeze();
            if (result < 0)
                throw map.Failure("fill", result);
        }
    }

    private static KernelProgram LoadProgram(ProgramMaking making, BoundDevice device)
    {
        ProgramKind kind = ProgramKind.OfSection(making.Image.Section)
            ?? throw new InvalidOperationException($"section '{making.Image.Section}' passed the check");
        return making.Load(device.Index != 0 ? kind.BoundTo(device) : kind).MadeOf(making);
    }
}
