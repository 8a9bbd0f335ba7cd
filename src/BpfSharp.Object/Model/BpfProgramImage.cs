using System.Collections.Generic;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Objects.Model;

/// <summary>One program: an ELF section of its own with one global function symbol.</summary>
public sealed class BpfProgramImage
{
    /// <summary>The function's symbol, a C identifier; also the program's name in the kernel (cut to 15 bytes there).</summary>
    public string Name { get; set; } = "";

    /// <summary>The ELF section, which tells libbpf the program type: <c>xdp</c>, <c>xdp.frags</c>, <c>tc</c>, ... Several programs may share a section.</summary>
    public string Section { get; set; } = "";

    /// <summary>All instructions, subprograms behind the main function; relocated loads hold 0 in both immediates and
    /// <c>BPF_PSEUDO_MAP_FD</c> or <c>BPF_PSEUDO_MAP_VALUE</c> as their source, as <see cref="BpfInstructions.LoadMap"/> and <see cref="BpfInstructions.LoadMapValue"/> make them;
    /// calls of kernel functions hold 0 as their immediate.</summary>
    public List<BpfInstruction> Instructions { get; } = new();

    public List<BpfRelocation> Relocations { get; } = new();

    /// <summary>Sorted by instruction; the first entry is at slot 0.</summary>
    public List<BpfFunctionInfo> Functions { get; } = new();

    /// <summary>Strictly increasing by slot; one at the start of each function.</summary>
    public List<BpfLineInfo> Lines { get; } = new();
}

/// <summary>A slot whose 64-bit immediate names a map or the bytes of a data section, or a call of a kernel function.</summary>
/// <param name="Slot">Index of the call, or of the first slot of the 64-bit load.</param>
/// <param name="Kind">What the symbol is.</param>
/// <param name="Symbol">Map name, data section name (<c>.rodata</c>, <c>.data</c>, <c>.bss</c>), or name of a <see cref="BpfKernelFunction"/>.</param>
/// <param name="Offset">For a data section: bytes from its start.</param>
public readonly record struct BpfRelocation(int Slot, BpfRelocationKind Kind, string Symbol, int Offset);

public enum BpfRelocationKind
{
    Map,
    Data,

    /// <summary>A call as <see cref="BpfInstructions.CallKernelFunction"/> makes it, with 0 for the function's BTF id.</summary>
    KernelFunction,
}

/// <summary>A function's start and its BTF <c>FUNC</c> type.</summary>
public readonly record struct BpfFunctionInfo(int Slot, string Name, int TypeId);

/// <summary>A source line for the slots from <paramref name="Slot"/> on (<c>struct bpf_line_info</c>).</summary>
/// <param name="Line">1-based; at most 2^22-1.</param>
/// <param name="Column">1-based; at most 1023 (the format has 10 bits).</param>
public readonly record struct BpfLineInfo(int Slot, string File, string Text, int Line, int Column);
