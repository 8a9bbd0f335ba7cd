using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>What the arguments of a kernel function's call say (<c>struct bpf_kfunc_call_arg_meta</c>).</summary>
internal sealed class KernelCall(KernelFunction function)
{
    public KernelFunction Function { get; } = function;

    /// <summary>The argument that had to be a constant; null: there was none.</summary>
    public ulong? Constant { get; set; }

    /// <summary>The dynptr that was used, as it stands on the stack.</summary>
    public Register Dynptr { get; set; }

    /// <summary>Frame and slot of the iterator.</summary>
    public (int Frame, int Slot) Iterator { get; set; }

    /// <summary>What an argument holds that has to be released.</summary>
    public uint Reference { get; set; }
}
