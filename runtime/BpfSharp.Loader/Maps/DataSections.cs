using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader.Maps;

/// <summary>Globals live in arrays of one entry, as libbpf makes them.</summary>
internal static class DataSections
{
    public static bool IsReadOnly(BpfDataSection section) => section.Name == ".rodata";

    /// <param name="typeId">BTF type of the section, or 0.</param>
    public static MapShape Shape(BpfDataSection section, int typeId) => new(
        section.Name,
        MapType.Array,
        sizeof(int),
        section.Content.Length,
        1,
        MapCreationFlags.MemoryMappable | (IsReadOnly(section) ? MapCreationFlags.ReadOnlyForPrograms : 0),
        0,
        typeId);
}
