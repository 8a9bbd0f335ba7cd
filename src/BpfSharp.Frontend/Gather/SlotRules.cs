using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Whether initial entries of maps are what the kernel takes there.</summary>
internal static class SlotRules
{
    public static void Check(GatheredClass gathered, List<GatheredDiagnostic> diagnostics)
    {
        foreach (GatheredMap map in gathered.Maps)
        {
            foreach (GatheredSlot slot in map.Slots)
            {
                if (Problem(gathered, map, slot) is { } problem)
                    diagnostics.Add(new GatheredDiagnostic("BPF2046", slot.Location, slot.Index.ToString(CultureInfo.InvariantCulture), map.Name, slot.Name, problem));
            }
        }
    }

    private static string? Problem(GatheredClass gathered, GatheredMap map, GatheredSlot slot)
    {
        if (slot.Index >= map.MaxEntries)
            return $"the map has {map.MaxEntries} entries";
        return slot.Map is null ? ProgramProblem(gathered, map, slot.Name) : MapProblem(gathered, map, slot.Map);
    }

    private static string? ProgramProblem(GatheredClass gathered, GatheredMap map, string name)
    {
        if (gathered.Programs.FirstOrDefault(p => p.Name == name) is not { } program)
            return "the class has no program of that name";
        return program.Kind == map.Programs ? null : $"it is a program for {program.Kind}, not for {map.Programs}";
    }

    private static string? MapProblem(GatheredClass gathered, GatheredMap map, IFieldSymbol field)
    {
        if (gathered.Maps.FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.Field, field)) is not { } entry)
            return "it is no map of this class";
        // Static fields are initialised from top to bottom: what comes later is null yet.
        Location before = field.Locations[0];
        Location here = map.Field.Locations[0];
        if (before.SourceTree != here.SourceTree || before.SourceSpan.Start > here.SourceSpan.Start)
            return "it must be declared before, in the same file";
        return map.Inner is not { } inner || IsLike(inner, entry) ? null : "it is not like the template";
    }

    // bpf_map_meta_equal, and what single types compare (array_map_meta_equal).
    private static bool IsLike(GatheredMap template, GatheredMap map) =>
        template.MapType == map.MapType && template.Flags == map.Flags && template.MaxEntries == map.MaxEntries && template.Extra == map.Extra;
}
