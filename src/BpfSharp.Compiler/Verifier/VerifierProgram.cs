using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier;

/// <summary>What is walked: instructions, and what stands behind their symbols.</summary>
internal sealed class VerifierProgram
{
    /// <param name="kind">Program type, as libbpf says it: <c>xdp</c>, <c>tc</c>, ...</param>
    public VerifierProgram(string kind) => Kind = kind;

    public string Kind { get; }

    public List<BpfInstruction> Instructions { get; } = new();

    /// <summary>First slots of the functions, the main one first.</summary>
    public List<int> Functions { get; } = new();

    /// <summary>Index 0 is no map.</summary>
    public List<VerifierMap> Maps { get; } = new() { new VerifierMap(0, 0, 0, 0) };

    /// <summary>Of a 64-bit load that names a map, or an address in its only value: index in <see cref="Maps"/>, and the offset.</summary>
    public Dictionary<int, (int Map, int Offset)> Symbols { get; } = new();

    /// <summary>Of a call of a kernel function: which one.</summary>
    public Dictionary<int, KernelFunction> KernelFunctions { get; } = new();

    /// <summary>Names of the kernel's structures that results of kernel functions lead to.</summary>
    public List<string> Structures { get; } = new();

    /// <summary>By number.</summary>
    public Dictionary<int, IrHelper> Helpers { get; } = new();
}
