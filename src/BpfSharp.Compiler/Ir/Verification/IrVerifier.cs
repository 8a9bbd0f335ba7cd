using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Ir.Verification;

/// <summary>Checks that a function is well-formed: every pass may rely on it, and must leave it so.</summary>
public sealed class IrVerifier
{
    private readonly IrFunction _function;
    private readonly IrStage _stage;
    private readonly List<string> _problems = new();
    private readonly Dictionary<IrValue, (IrBlock Block, int Index)> _definitions = new();

    private IrVerifier(IrFunction function, IrStage stage)
    {
        _function = function;
        _stage = stage;
    }

    /// <returns>What is wrong, in order of appearance; empty for a good function.</returns>
    public static IReadOnlyList<string> Check(IrFunction function, IrStage stage)
    {
        var verifier = new IrVerifier(function, stage);
        if (verifier.CheckShape())
            verifier.CheckUses();
        return verifier._problems;
    }

    /// <exception cref="InvalidOperationException">The function is not well-formed: a bug of the pass before.</exception>
    public static void Require(IrFunction function, IrStage stage, string after)
    {
        IReadOnlyList<string> problems = Check(function, stage);
        if (problems.Count != 0)
            throw new InvalidOperationException($"after {after}, {function.Name}: {string.Join("; ", problems)}\n{IrPrinter.Print(function)}");
    }

    private bool CheckShape()
    {
        if (_function.Blocks.Count == 0)
            _problems.Add("there is no block");
        else if (_stage >= IrStage.Flat && _function.Parameters.Count != _function.Entry.Parameters.Count)
            _problems.Add("the entry's parameters are not the function's");
        foreach (IrBlock block in _function.Blocks)
        {
            for (int i = 0; i < block.Parameters.Count; i++)
                Define(block.Parameters[i], block, -1);
            if (block.Instructions.Count == 0)
                _problems.Add("a block is empty");
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                Define(block.Instructions[i], block, i);
                if (block.Instructions[i].IsTerminator != (i == block.Instructions.Count - 1))
                    _problems.Add($"'{block.Instructions[i]}' ends its block too early, or not at all");
            }
        }

        return _problems.Count == 0;
    }

    private void Define(IrValue value, IrBlock block, int index)
    {
        int count = _definitions.Count;
        _definitions[value] = (block, index);
        if (_definitions.Count == count)
            _problems.Add($"'{value}' stands twice");
        bool isValue = value.Type.Kind is IrTypeKind.I32 or IrTypeKind.I64 or IrTypeKind.Ptr;
        if (!isValue && !(value is IrInstruction && value.Type.Kind == IrTypeKind.Void))
            _problems.Add($"'{value}' has type {value.Type}");
    }

    private void CheckUses()
    {
        var blocks = new HashSet<IrBlock>(_function.Blocks);
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                if (!blocks.Contains(target.Block))
                    _problems.Add($"'{block.Terminator}' leads out of the function");
            }
        }

        if (_problems.Count != 0)
            return;
        var flow = new ControlFlow(_function);
        var dominators = new Dominators(flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
                Check(block, i, dominators, flow);
        }
    }

    private void Check(IrBlock block, int index, Dominators dominators, ControlFlow flow)
    {
        IrInstruction instruction = block.Instructions[index];
        if ((OperandRules.Check(instruction) ?? StageRules.Check(instruction, _stage)) is { } problem)
            _problems.Add($"'{instruction}' {problem}");
        foreach (IrValue operand in instruction.Operands)
            CheckVisible(operand, instruction, block, index, dominators, flow);
        foreach (IrTarget target in instruction.Targets)
        {
            if (target.Arguments.Count != target.Block.Parameters.Count)
                _problems.Add($"'{instruction}' gives {target.Arguments.Count} arguments for {target.Block.Parameters.Count} parameters");
            for (int i = 0; i < target.Arguments.Count; i++)
            {
                CheckVisible(target.Arguments[i], instruction, block, index, dominators, flow);
                if (i < target.Block.Parameters.Count && target.Arguments[i].Type != target.Block.Parameters[i].Type)
                    _problems.Add($"'{instruction}' gives {target.Arguments[i].Type} for a parameter of type {target.Block.Parameters[i].Type}");
            }
        }

        if (instruction.Op == IrOp.Ret)
            CheckReturn(instruction);
        if (PadRules.Check(instruction, block, flow) is { } misplaced)
            _problems.Add($"'{instruction}' {misplaced}");
    }

    private void CheckReturn(IrInstruction ret)
    {
        bool fits = _function.ReturnType == IrType.Void ? ret.Operands.Count == 0 : ret.Operands.Count == 1 && ret.Operands[0].Type == _function.ReturnType;
        if (!fits)
            _problems.Add($"'{ret}' does not return {_function.ReturnType}");
    }

    private void CheckVisible(IrValue value, IrInstruction user, IrBlock block, int index, Dominators dominators, ControlFlow flow)
    {
        if (value is IrConstant)
            return;
        if (!_definitions.TryGetValue(value, out (IrBlock Block, int Index) definition))
            _problems.Add($"'{user}' uses '{value}', which does not stand in the function");
        else if (value.Type == IrType.Void)
            _problems.Add($"'{user}' uses '{value}', which gives no value");
        else if (definition.Block == block ? definition.Index >= index : !flow.IsReachable(definition.Block) || !dominators.Dominates(definition.Block, block))
            _problems.Add($"'{user}' uses '{value}', which is not always computed before");
    }
}
