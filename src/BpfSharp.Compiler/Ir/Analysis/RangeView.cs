namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Whose knowledge of values is asked for.</summary>
public enum RangeView
{
    /// <summary>What is true.</summary>
    Program,

    /// <summary>What the kernel's verifier finds out from 6.10 on: for everything that it must agree to.</summary>
    Verifier,

    /// <summary>What earlier verifiers (5.10 on) find out: <c>|</c>, <c>^</c> and <c>*</c> of two numbers that it doesn't know leave all 64 bits unknown (<c>adjust_scalar_min_max_vals</c>).</summary>
    EarlyVerifier,
}
