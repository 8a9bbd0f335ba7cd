using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>A basic block: parameters, instructions, and a terminator as the last of them.</summary>
public sealed class IrBlock
{
    private static int s_last;
    private static readonly List<IrTarget> s_noTargets = new();

    // As that of a value (IrValue).
    private readonly int _hash = unchecked(++s_last);

    public List<IrParameter> Parameters { get; } = new();

    public List<IrInstruction> Instructions { get; } = new();

    /// <summary>Code of the compiler's own for what hardly ever happens: it stands out of the way, and costs the way past it no register.</summary>
    public bool IsOutOfLine { get; set; }

    /// <summary>The last instruction; a complete block always has one.</summary>
    public IrInstruction Terminator => Instructions[Instructions.Count - 1];

    /// <summary>The edges that leave this block; not to be added to.</summary>
    public List<IrTarget> Successors => Instructions.Count == 0 ? s_noTargets : Terminator.Targets;

    /// <summary>Place in the order of blocks that was made last, which is that of <see cref="PlacedBy"/> (Analysis.ControlFlow): most passes ask for it, and a table by block takes several times as long.</summary>
    internal int Place { get; set; }

    internal object? PlacedBy { get; set; }

    /// <summary>Blocks are compared by reference.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => _hash;
}
