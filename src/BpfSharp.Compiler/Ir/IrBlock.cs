using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>A basic block: parameters, instructions, and a terminator as the last of them.</summary>
public sealed class IrBlock
{
    private static int s_last;

    // As that of a value (IrValue).
    private readonly int _hash = unchecked(++s_last);

    public List<IrParameter> Parameters { get; } = new();

    public List<IrInstruction> Instructions { get; } = new();

    /// <summary>Code of the compiler's own for what hardly ever happens: it stands out of the way, and costs the way past it no register.</summary>
    public bool IsOutOfLine { get; set; }

    /// <summary>The last instruction; a complete block always has one.</summary>
    public IrInstruction Terminator => Instructions[Instructions.Count - 1];

    /// <summary>Iterates the edges that leave this block.</summary>
    public IReadOnlyList<IrTarget> Successors => Instructions.Count == 0 ? System.Array.Empty<IrTarget>() : Terminator.Targets;

    /// <summary>Blocks are compared by reference.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => _hash;
}
