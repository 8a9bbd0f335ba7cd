using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>Where rules put the instructions that they make: before the one that they look at.</summary>
internal sealed class FoldOutput
{
    private readonly List<IrInstruction> _block;

    public FoldOutput(List<IrInstruction> block, RangeAnalysis ranges)
    {
        _block = block;
        Ranges = ranges;
    }

    /// <summary>Of the instruction that rules look at.</summary>
    public int Span { get; set; } = -1;

    public RangeAnalysis Ranges { get; }

    public IrInstruction Emit(IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = Span };
        _block.Add(instruction);
        return instruction;
    }
}
