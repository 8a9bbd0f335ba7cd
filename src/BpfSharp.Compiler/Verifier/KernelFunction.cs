using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Verifier;

/// <summary>A kernel function as the verifier sees it: by its declaration in C, and flags (<c>KF_ACQUIRE</c>, ...), which only its effects say.</summary>
internal sealed record KernelFunction(string Name, KernelPrototype Prototype, IrHelperEffects Effects)
{
    public bool Acquires => (Effects & IrHelperEffects.Acquires) != 0;

    public bool Releases => (Effects & IrHelperEffects.Releases) != 0;

    public bool ChangesPacket => (Effects & IrHelperEffects.ChangesPacket) != 0;
}
