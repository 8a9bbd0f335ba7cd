using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Slots;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// Where the way to a branch already decides it, the way leads past it: <c>if (a &amp;&amp; TryX(out y))</c> becomes one chain of jumps, and what was
/// found on the one way only (a checked pointer) is no longer mixed with the nothing of the other.
/// </summary>
public sealed class JumpThreading
{
    private const int MaxCopiedInstructions = 12;
    private const int MaxCopies = 64;

    private readonly IrFunction _function;
    private readonly Func<IrValue, bool>? _isReference;
    private readonly RangeView _view;
    private FactFlow? _facts;
    private Lazy<EdgeRanges>? _ranges;
    private int _copies;

    private JumpThreading(IrFunction function, RangeView view, Func<IrValue, bool>? isReference)
    {
        _function = function;
        _view = view;
        _isReference = isReference;
    }

    /// <param name="view">Once guards stand for the verifier's sake, only what it knows too leads past one.</param>
    public static bool Run(IrFunction function, RangeView view = RangeView.Program) => Run(function, view, null);

    /// <summary>Only past tests of references for null, where the way there has found out.</summary>
    internal static bool RunNullTests(IrFunction function, Func<IrValue, bool> isReference) => Run(function, RangeView.Program, isReference);

    private static bool Run(IrFunction function, RangeView view, Func<IrValue, bool>? isReference)
    {
        var pass = new JumpThreading(function, view, isReference);
        UnreachableBlocks.Remove(function);
        bool changed = false;
        while (pass._copies < MaxCopies && pass.ThreadOne())
            changed = true;
        return changed;
    }

    private bool ThreadOne()
    {
        var flow = new ControlFlow(_function);
        if (!flow.ReversePostorder.Exists(b => MayBeCandidate(b, flow)))
            return false;
        var dominators = new Dominators(flow);
        _facts = _isReference is null ? null : new FactFlow(flow);
        _ranges = new Lazy<EdgeRanges>(() => new EdgeRanges(flow, dominators, _view));
        foreach (IrBlock block in flow.ReversePostorder)
        {
            if (!MayBeCandidate(block, flow) || IsLoopHead(block, flow, dominators))
                continue;
            List<(IrEdge Edge, int Target)> decided = Decided(block, flow);
            if (decided.Count == 0)
                continue;
            Thread(block, decided);
            return true;
        }

        return false;
    }

    private List<(IrEdge Edge, int Target)> Decided(IrBlock block, ControlFlow flow)
    {
        IrEdges edges = flow.Predecessors(block);
        var targets = new List<(IrEdge Edge, int Target)>(edges.Count);
        foreach (IrEdge edge in edges)
            targets.Add((edge, Decide(block, edge)));
        return _isReference is null && DecideAll(block, targets) is { } all ? all : targets.FindAll(static t => t.Target >= 0);
    }

    // Ranges lead all ways past the branch, or none: of "a and b, or c and d" where a excludes c, the way from b past c costs a jump and saves none.
    private List<(IrEdge Edge, int Target)>? DecideAll(IrBlock block, List<(IrEdge Edge, int Target)> targets)
    {
        var all = new List<(IrEdge Edge, int Target)>(targets.Count);
        foreach ((IrEdge edge, int known) in targets)
        {
            int target = known >= 0 ? known : _ranges!.Value.Decide(block, edge);
            if (target < 0)
                return null;
            all.Add((edge, target));
        }

        return all;
    }

    // With one way in, the condition would have been folded.
    private bool MayBeCandidate(IrBlock block, ControlFlow flow) =>
        block != _function.Entry && block.Terminator.Op is IrOp.BrIf or IrOp.Switch && block.Instructions.Count <= MaxCopiedInstructions && flow.Predecessors(block).Count > 1;

    // It stays the only entry of its loop.
    private static bool IsLoopHead(IrBlock block, ControlFlow flow, Dominators dominators)
    {
        foreach (IrEdge edge in flow.Predecessors(block))
        {
            if (dominators.Dominates(block, edge.From))
                return true;
        }

        return false;
    }

    // Which target the branch takes when the block is entered by this edge; -1 if that is not known.
    private int Decide(IrBlock block, IrEdge edge)
    {
        IrInstruction terminator = block.Terminator;
        if (_isReference is not null)
            return DecideNullTest(block, edge);
        if (Evaluate(terminator.Operands[0], block, edge) is not IrConstant constant)
            return -1;
        return terminator.Op == IrOp.BrIf ? (constant.Value != 0 ? 0 : 1) : terminator.Cases.IndexOf(constant.Value) + 1;
    }

    // Facts are of arguments; what the block tests is its parameter, or a value from before it.
    private int DecideNullTest(IrBlock block, IrEdge edge)
    {
        IrInstruction end = block.Terminator;
        int absent = end.Op != IrOp.BrIf ? -1 : AbsenceTests.NullOn(end.Operands[0], true) is not null ? 0 : AbsenceTests.NullOn(end.Operands[0], false) is not null ? 1 : -1;
        if (absent < 0 || AbsenceTests.NullOn(end.Operands[0], absent == 0) is not { } tested || !_isReference!(tested))
            return -1;
        int index = tested is IrParameter parameter ? block.Parameters.IndexOf(parameter) : -1;
        IrValue value = index < 0 ? tested : edge.Target.Arguments[index];
        IrInstruction before = edge.From.Terminator;
        bool isAbsent = value is IrConstant || (before.Op == IrOp.BrIf && before.Targets[0].Block != before.Targets[1].Block && AbsenceTests.NullOn(before.Operands[0], edge.Target == before.Targets[0]) == value);
        return isAbsent ? absent : _facts!.OnEdge(edge).IsNotNull(value) || PointerRules.IsNeverNull(value) ? 1 - absent : -1;
    }

    private static IrValue Evaluate(IrValue value, IrBlock block, IrEdge edge)
    {
        IrInstruction before = edge.From.Terminator;
        // The branch before tested the same value; where both its ways lead here, each is an edge of its own.
        if (before.Op == IrOp.BrIf && before.Operands[0] == value)
            return edge.Target == before.Targets[1] ? IrConstant.I32(0) : IrCompareResult(value);
        if (value is IrParameter parameter)
        {
            int index = block.Parameters.IndexOf(parameter);
            return index < 0 ? value : edge.Target.Arguments[index];
        }

        if (value is not IrInstruction instruction || !IrOpTable.Get(instruction.Op).IsPure || instruction.Operands.Count is 0 or > 2 || !block.Instructions.Contains(instruction))
            return value;
        var evaluated = new IrInstruction(instruction.Op, instruction.Type, instruction.Operands.Select(o => Evaluate(o, block, edge)).ToArray());
        if (ConstantFolding.TryFold(evaluated) is { } constant)
            return constant;
        return instruction.Op is IrOp.Eq or IrOp.Ne && PointerNullness(evaluated) is { } known ? known : value;
    }

    // A condition known to be not zero is 1 only if it is a truth value.
    private static IrValue IrCompareResult(IrValue value) =>
        value is IrInstruction { Op: IrOp.Eq or IrOp.Ne or IrOp.LtS or IrOp.LeS or IrOp.LtU or IrOp.LeU or IrOp.PktFits } ? IrConstant.I32(1) : value;

    private static IrConstant? PointerNullness(IrInstruction compare)
    {
        if (compare.Operands[1] is not IrConstant { Value: 0 } || compare.Operands[0].Type != IrType.Ptr)
            return null;
        return PointerRules.IsNeverNull(compare.Operands[0]) ? IrConstant.I32(compare.Op == IrOp.Ne ? 1 : 0) : null;
    }

    private void Thread(IrBlock block, List<(IrEdge Edge, int Target)> decided)
    {
        ValueDemotion.DemoteOutputs(_function, block);
        foreach ((IrEdge edge, int index) in decided)
        {
            var cloner = new IrCloner();
            for (int i = 0; i < block.Parameters.Count; i++)
                cloner.Map(block.Parameters[i], edge.Target.Arguments[i]);
            IrBlock copy = cloner.Clone(new[] { block })[0];
            IrInstruction terminator = copy.Terminator;
            IrTarget taken = terminator.Targets[index];
            terminator.Op = IrOp.Br;
            terminator.Operands.Clear();
            terminator.Cases.Clear();
            terminator.Targets.Clear();
            terminator.Targets.Add(taken);
            edge.Target.Block = copy;
            edge.Target.Arguments.Clear();
            _function.Blocks.Add(copy);
            _copies++;
        }

        UnreachableBlocks.Remove(_function);
        SlotPromotion.Run(_function);
    }
}
