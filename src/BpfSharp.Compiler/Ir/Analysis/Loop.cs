using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>A natural loop: one head that dominates it, and edges back to the head.</summary>
public sealed class Loop
{
    public Loop(IrBlock head) => Head = head;

    public IrBlock Head { get; }

    /// <summary>In reverse postorder, the head first; blocks of inner loops too.</summary>
    public List<IrBlock> Blocks { get; } = new();

    /// <summary>Edges to the head from inside.</summary>
    public List<IrEdge> BackEdges { get; } = new();

    /// <summary>The next larger loop around it.</summary>
    public Loop? Parent { get; internal set; }

    /// <summary>A source position in it.</summary>
    public int Span
    {
        get
        {
            foreach (IrBlock block in Blocks)
            {
                foreach (IrInstruction instruction in block.Instructions)
                {
                    if (instruction.Span >= 0)
                        return instruction.Span;
                }
            }

            return -1;
        }
    }
}
