using System.Collections.Generic;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Objects.Model;

/// <summary>A BPF object file in memory: what the compiler writes and what the loader, the tool and tests read.</summary>
public sealed class BpfObject
{
    /// <summary>The license string that the kernel checks for GPL-only helpers (section <c>license</c>).</summary>
    public string License { get; set; } = "GPL";

    public List<BpfProgramImage> Programs { get; } = new();

    public List<BpfMapDefinition> Maps { get; } = new();

    /// <summary>.rodata, .data and .bss; at most one of a name.</summary>
    public List<BpfDataSection> DataSections { get; } = new();

    /// <summary>Kernel functions that programs call.</summary>
    public List<BpfKernelFunction> KernelFunctions { get; } = new();

    /// <summary>Types of maps, variables and functions. Never null; may be empty.</summary>
    public BtfTypes Types { get; set; } = new();

    /// <summary>What only BpfSharp reads: fault sites and the target kernel (section <c>.bpfsharp</c>, not loaded).</summary>
    public BpfSharpInfo? Info { get; set; }
}
