namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Whose knowledge of values is asked for.</summary>
public enum RangeView
{
    /// <summary>What is true.</summary>
    Program,

    /// <summary>What the kernel's verifier (5.10 on) finds out: for everything that it must agree to.</summary>
    Verifier,
}
