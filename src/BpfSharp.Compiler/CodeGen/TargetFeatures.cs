using System;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.CodeGen;

/// <summary>Instructions that not every supported kernel has, and what its verifier finds out of them.</summary>
internal sealed class TargetFeatures
{
    public TargetFeatures(Version kernel)
    {
        HasVersion4 = kernel >= new Version(6, 6);
        HasContextStoreImmediate = kernel >= new Version(6, 4);
        HasAtomicFetch = kernel >= new Version(5, 12);
        VerifierView = VerifierFeatures.View(kernel);
        DecidesConstantsOnTheLeft = VerifierFeatures.DecidesConstantsOnTheLeft(kernel);
        BoundsSpilledNumbers = VerifierFeatures.BoundsSpilledNumbers(kernel);
    }

    /// <summary>Sign-extending moves and loads, signed division, long jumps (<c>-mcpu=v4</c>).</summary>
    public bool HasVersion4 { get; }

    /// <summary>Store-immediate into the context; older verifiers call it not allowed.</summary>
    public bool HasContextStoreImmediate { get; }

    /// <summary>Atomics other than a 32- or 64-bit add without result.</summary>
    public bool HasAtomicFetch { get; }

    /// <summary>What the verifier finds out of numbers.</summary>
    public RangeView VerifierView { get; }

    /// <summary>A comparison of a constant with a number in bounds is decided on whichever side the constant is.</summary>
    public bool DecidesConstantsOnTheLeft { get; }

    /// <summary>What a comparison tells of a register holds for the slot that it was stored to before.</summary>
    public bool BoundsSpilledNumbers { get; }
}
