using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>Applies the rules of <see cref="FoldRules"/> to every instruction, definitions before uses.</summary>
public sealed class Folder
{
    // A chain of rules on one instruction is short; this ends a cycle of two rules that undo each other.
    private const int MaxStepsPerInstruction = 32;

    private readonly ValueMap _map = new();
    private readonly RangeAnalysis _ranges;
    private bool _changed;

    private Folder(RangeAnalysis ranges) => _ranges = ranges;

    /// <param name="view">Once guards stand for the verifier's sake, only what it knows too makes one superfluous.</param>
    public static bool Run(IrFunction function, RangeView view = RangeView.Program)
    {
        var pass = new Folder(new RangeAnalysis(function, view));
        foreach (IrBlock block in new ControlFlow(function).ReversePostorder)
            pass.Fold(block);
        pass._map.Apply(function);
        return pass._changed;
    }

    private void Fold(IrBlock block)
    {
        var output = new List<IrInstruction>(block.Instructions.Count);
        var made = new FoldOutput(output, _ranges);
        foreach (IrInstruction instruction in block.Instructions)
        {
            _map.Apply(instruction);
            made.Span = instruction.Span;
            IrValue result = Fold(instruction, output, made);
            if (result == instruction)
                output.Add(instruction);
            else
                _map.Replace(instruction, result);
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(output);
    }

    private IrValue Fold(IrInstruction instruction, List<IrInstruction> output, FoldOutput made)
    {
        for (int step = 0; step < MaxStepsPerInstruction; step++)
        {
            int before = output.Count;
            IrValue? result = Apply(instruction, made);
            if (result is null)
                return instruction;
            _changed = true;
            FoldNew(output, before);
            if (result != instruction)
                return _map.Resolve(result);
        }

        return instruction;
    }

    // What a rule made may be simpler still.
    private void FoldNew(List<IrInstruction> output, int from)
    {
        for (int i = from; i < output.Count; i++)
        {
            IrInstruction made = output[i];
            _map.Apply(made);
            if (ConstantFolding.TryFold(made) is { } constant)
            {
                _map.Replace(made, constant);
                output.RemoveAt(i--);
            }
        }
    }

    private static IrValue? Apply(IrInstruction instruction, FoldOutput output)
    {
        if (ConstantFolding.TryFold(instruction) is { } constant)
            return constant;
        foreach (FoldRule rule in FoldRules.Of(instruction.Op))
        {
            if (rule(instruction, output) is { } result)
                return result;
        }

        return null;
    }
}
