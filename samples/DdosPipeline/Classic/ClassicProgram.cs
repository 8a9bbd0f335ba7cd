using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DdosPipeline.Classic;

/// <summary>Bytecode of classic BPF as xt_bpf takes it: a packet matches where it returns anything but 0. Made by <see cref="ClassicText"/>, which checks it.</summary>
public sealed class ClassicProgram
{
    /// <summary>XT_BPF_MAX_NUM_INSTR.</summary>
    public const int MostInstructions = 64;

    /// <summary>Words of scratch memory.</summary>
    public const int Memory = 16;

    internal ClassicProgram(IReadOnlyList<ClassicInstruction> instructions) => Instructions = instructions;

    public IReadOnlyList<ClassicInstruction> Instructions { get; }

    /// <summary>As iptables takes it, and <c>nfbpf_compile</c> prints it.</summary>
    public override string ToString() => string.Join(',', Instructions.Select(static i => string.Create(CultureInfo.InvariantCulture, $"{i.Code} {i.True} {i.False} {i.K}"))
        .Prepend(Instructions.Count.ToString(CultureInfo.InvariantCulture)));
}
