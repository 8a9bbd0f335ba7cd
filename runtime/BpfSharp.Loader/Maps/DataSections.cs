using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader.Maps;

/// <summary>Globals live in arrays of one entry, as libbpf makes them.</summary>
internal static class DataSections
{
    public static bool IsReadOnly(BpfDataSection section) => section.Name == ".rodata";

    public static MapShape Shape(BpfDataSection section, BtfTypes types) => new(
        section.Name,
        MapType.Array,
        sizeof(int),
        section.Content.Length,
        1,
        MapFlags.MemoryMappable | (IsReadOnly(section) ? MapFlags.ReadOnlyForPrograms : 0),
        0,
        TypeOf(section.Name, types));

    // The kernel accepts a data section's BTF type as a map's value only together with key type 0.
    private static int TypeOf(string section, BtfTypes types)
    {
        for (int id = 1; id <= types.All.Count; id++)
        {
            if (types[id] is BtfDataSection found && found.Name == section)
                return id;
        }
        return 0;
    }
}
