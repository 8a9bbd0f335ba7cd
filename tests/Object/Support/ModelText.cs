using System;
using System.Text;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Object.Tests.Support;

/// <summary>Everything that a model says, as text: two models are equal when their texts are.</summary>
internal static class ModelText
{
    public static string Of(BpfObject model)
    {
        var text = new StringBuilder();
        text.AppendLine($"license {model.License}");
        foreach (BpfProgramImage program in model.Programs)
        {
            text.AppendLine($"program {program.Name} in {program.Section}");
            Lines(text, program.Instructions);
            Lines(text, program.Relocations);
            Lines(text, program.Functions);
            Lines(text, program.Lines);
        }

        foreach (BpfMapDefinition map in model.Maps)
        {
            text.AppendLine($"map {map.Name} type {map.MapType} key {map.KeySize}:{map.KeyTypeId} value {map.ValueSize}:{map.ValueTypeId} "
                + $"entries {map.MaxEntries} flags {map.Flags} extra {map.Extra} pinning {map.Pinning}");
            Lines(text, map.Slots);
            if (map.Inner is { } inner)
                text.AppendLine($"  of {inner.Name} type {inner.MapType} key {inner.KeySize}:{inner.KeyTypeId} value {inner.ValueSize}:{inner.ValueTypeId} entries {inner.MaxEntries} flags {inner.Flags}");
        }

        Lines(text, model.KernelFunctions);
        foreach (BpfDataSection section in model.DataSections)
        {
            text.AppendLine($"data {section.Name} {Convert.ToHexString(section.Content)}");
            Lines(text, section.Variables);
        }

        text.Append(Of(model.Types));
        if (model.Info is { } info)
        {
            text.AppendLine($"target {info.TargetKernel} faults {info.FaultMap} bound {string.Join(' ', info.DeviceBound)}");
            Lines(text, info.FaultSites);
        }

        return text.ToString();
    }

    public static string Of(BtfTypes types)
    {
        var text = new StringBuilder();
        for (int id = 1; id <= types.All.Count; id++)
            text.AppendLine($"[{id}] {Of(types[id])}");
        return text.ToString();
    }

    private static string Of(BtfType type) => type switch
    {
        BtfStruct t => $"{t with { Members = [] }} {string.Join(", ", t.Members)}",
        BtfEnum t => $"{t with { Values = [] }} {string.Join(", ", t.Values)}",
        BtfFunctionPrototype t => $"{t with { Parameters = [] }} {string.Join(", ", t.Parameters)}",
        BtfDataSection t => $"{t with { Variables = [] }} {string.Join(", ", t.Variables)}",
        _ => type.ToString(),
    };

    private static void Lines<T>(StringBuilder text, System.Collections.Generic.IReadOnlyList<T> items)
    {
        foreach (T item in items)
            text.AppendLine($"  {item}");
    }
}
