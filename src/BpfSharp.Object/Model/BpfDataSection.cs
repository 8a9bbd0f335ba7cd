using System.Collections.Generic;

namespace BpfSharp.Objects.Model;

/// <summary>Global variables that become one single-entry array map.</summary>
public sealed class BpfDataSection
{
    /// <summary><c>.rodata</c>, <c>.data</c> or <c>.bss</c>; clang's objects may have a suffix behind a dot (see <see cref="Elf.DataSectionNames"/>).</summary>
    public string Name { get; set; } = "";

    /// <summary>Initial bytes, at least one; all zero for <c>.bss</c>.</summary>
    public byte[] Content { get; set; } = System.Array.Empty<byte>();

    /// <summary>Sorted by offset.</summary>
    public List<BpfVariable> Variables { get; } = new();
}

/// <summary>A global variable or load-time constant inside a data section.</summary>
/// <param name="TypeId">BTF type of the variable's value (not the <c>VAR</c>).</param>
public readonly record struct BpfVariable(string Name, int Offset, int Size, int TypeId);
