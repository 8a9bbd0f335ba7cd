using System;

namespace BpfSharp.Objects.Elf;

/// <summary>What the names of data sections mean, as libbpf takes them. A suffix behind a dot may follow (<c>.rodata.str1.1</c>).</summary>
public static class DataSectionNames
{
    /// <summary>Frozen before programs load: the verifier knows the values.</summary>
    public static bool IsReadOnly(string section) => Is(section, ".rodata");

    /// <summary>All zero; takes no room in the file.</summary>
    public static bool IsZero(string section) => Is(section, ".bss");

    public static bool IsData(string section) => IsReadOnly(section) || IsZero(section) || Is(section, ".data");

    private static bool Is(string section, string name) =>
        section.StartsWith(name, StringComparison.Ordinal) && (section.Length == name.Length || section[name.Length] == '.');
}
