using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Passes.Slots;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// A reference that was found not to be null is tested again where a shared end of a scope releases it. Earlier verifiers walk the way on which it is null all the same (<c>reg_type_not_null</c> knows memory of rings
/// from 6.4 on, and what kernel functions give from 6.5 on), and find a reference that is not released. So ways on which the answer is known lead past the test; where ways have met, a number
/// says whether the reference was there: numbers the verifier follows.
/// </summary>
internal sealed class AbsenceTests
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly Dictionary<IrValue, IrInstruction> _flags = new();

    // Locals in which helpers have made a dynptr: no verifier decides a test of the stack's address, which is never null.
    private readonly HashSet<IrValue> _always = new();
    private ControlFlow _flow;

    private AbsenceTests(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _flow = new ControlFlow(function);
        Collect();
        if (_flags.Count == 0)
            return;
        for (int i = 0; i < function.Blocks.Count; i++)
            BranchOnAnswers(function.Blocks[i]);
        _flow = new ControlFlow(function);
    }

    /// <summary>The tests that a way there decides, before all that follows.</summary>
    public static bool Thread(CompilationContext context, IrFunction function)
    {
        return new AbsenceTests(context, function) is { _flags.Count: not 0 } pass && JumpThreading.RunNullTests(function, pass._flags.ContainsKey);
    }

    /// <summary>The tests that are left: after all checks, which take the pointers for what decides.</summary>
    public static bool Count(CompilationContext context, IrFunction function)
    {
        var pass = new AbsenceTests(context, function);
        List<IrBlock> tests = pass.TestsOfKnown();
        if (tests.Count == 0)
            return false;
        pass.Rewrite(tests);
        SlotPromotion.Run(function);
        return true;
    }

    /// <summary>The pointer that is null where the condition came out so.</summary>
    public static IrValue? NullOn(IrValue condition, bool holds)
    {
        if (condition is not IrInstruction { Op: IrOp.Eq or IrOp.Ne } test || test.Operands[1] is not IrConstant { Value: 0 })
            return null;
        bool isZero = holds == (test.Op == IrOp.Eq);
        if (test.Operands[0].Type == IrType.Ptr)
            return isZero ? test.Operands[0] : null;
        return test.Operands[0].Type == IrType.I32 ? NullOn(test.Operands[0], !isZero) : null;
    }

    // References of which the verifier does not know that they are there, by all their names.
    private void Collect()
    {
        foreach (IrInstruction call in _flow.ReversePostorder.SelectMany(static b => b.Instructions))
        {
            if (call.Op != IrOp.Helper || _context.Module.Helpers[call.Symbol!] is not { } helper || (helper.Effects & IrHelperEffects.Acquires) == 0)
                continue;
            if (DynptrSlots.Find(call, _context) is >= 0 and var made)
                _always.Add(call.Operands[made]);
            else if ((helper.IsKernelFunction || helper.ResultBytes == 0) && !VerifierFeatures.DecidesNullTests(_context.Options.TargetKernel, helper.IsKernelFunction))
                _flags.Add(call, NewFlag());
        }

        for (bool changed = _flags.Count + _always.Count != 0; changed;)
        {
            changed = false;
            foreach (IrTarget target in _flow.ReversePostorder.SelectMany(static b => b.Successors))
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                {
                    if (!(_flags.ContainsKey(target.Arguments[i]) || _always.Contains(target.Arguments[i])) || _flags.ContainsKey(target.Block.Parameters[i]))
                        continue;
                    _flags.Add(target.Block.Parameters[i], NewFlag());
                    changed = true;
                }
            }
        }
    }

    // An answer that is wanted as a number is a test, too, in the code that computes it: as branches its two ways are seen.
    private void BranchOnAnswers(IrBlock block)
    {
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            IrInstruction answer = block.Instructions[i];
            if (answer.Op is not (IrOp.Eq or IrOp.Ne) || answer.Operands[1] is not IrConstant { Value: 0 } || !_flags.ContainsKey(answer.Operands[0]))
                continue;
            List<(List<IrValue> Values, int Index)> uses = NumberUses(answer);
            if (uses.Count == 0)
                continue;
            var rest = new IrBlock();
            var number = new IrParameter(IrType.I32);
            rest.Parameters.Add(number);
            rest.Instructions.AddRange(block.Instructions.Skip(i + 1));
            block.Instructions.RemoveRange(i + 1, block.Instructions.Count - i - 1);
            var branch = new IrInstruction(IrOp.BrIf, IrType.Void, answer) { Span = answer.Span };
            branch.Targets.Add(new IrTarget(NewJump(rest, 1, answer.Span)));
            branch.Targets.Add(new IrTarget(NewJump(rest, 0, answer.Span)));
            block.Instructions.Add(branch);
            _function.Blocks.Add(rest);
            foreach ((List<IrValue> values, int index) in uses)
                values[index] = number;
            return;
        }
    }

    private IrBlock NewJump(IrBlock to, int number, int span)
    {
        var block = new IrBlock();
        var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = span };
        jump.Targets.Add(new IrTarget(to, IrConstant.I32(number)));
        block.Instructions.Add(jump);
        _function.Blocks.Add(block);
        return block;
    }

    private List<(List<IrValue> Values, int Index)> NumberUses(IrInstruction answer)
    {
        var uses = new List<(List<IrValue> Values, int Index)>();
        foreach (IrInstruction user in _function.Blocks.SelectMany(static b => b.Instructions))
        {
            if (user.Op != IrOp.BrIf)
                Add(user.Operands);
            user.Targets.ForEach(t => Add(t.Arguments));
        }

        return uses;

        void Add(List<IrValue> values)
        {
            for (int i = 0; i < values.Count; i++)
            {
                if (values[i] == answer)
                    uses.Add((values, i));
            }
        }
    }

    private static IrInstruction NewFlag() => new(IrOp.Slot, IrType.Ptr) { Immediate = 4 };

    // Tests of what was perhaps found not to be null before.
    private List<IrBlock> TestsOfKnown()
    {
        var tests = new List<IrBlock>();
        if (_flags.Count == 0)
            return tests;
        var known = new Dictionary<IrBlock, HashSet<IrValue>>();
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                var at = new HashSet<IrValue>();
                foreach (IrEdge edge in _flow.Predecessors(block))
                    at.UnionWith(OnEdge(edge, known));
                at.ExceptWith(block.Instructions);
                if (known.TryGetValue(block, out HashSet<IrValue>? old) && old.SetEquals(at))
                    continue;
                known[block] = at;
                changed = true;
            }
        }

        foreach (IrBlock block in _flow.ReversePostorder)
        {
            if (TestedIn(block) is { } tested && known[block].Contains(tested))
                tests.Add(block);
        }

        return tests;
    }

    private HashSet<IrValue> OnEdge(IrEdge edge, Dictionary<IrBlock, HashSet<IrValue>> known)
    {
        var values = known.TryGetValue(edge.From, out HashSet<IrValue>? before) ? new HashSet<IrValue>(before) : new HashSet<IrValue>();
        if (TestedIn(edge.From) is { } tested)
        {
            if (edge.Target == NotNull(edge.From))
                values.Add(tested);
            else
                values.Remove(tested);
        }

        List<IrParameter> passed = edge.Target.Block.Parameters.Where((_, i) => values.Contains(edge.Target.Arguments[i]) || _always.Contains(edge.Target.Arguments[i])).ToList();
        values.ExceptWith(edge.Target.Block.Parameters);
        values.UnionWith(passed);
        return values;
    }

    private IrValue? TestedIn(IrBlock block)
    {
        IrInstruction end = block.Terminator;
        if (end.Op != IrOp.BrIf)
            return null;
        return (NullOn(end.Operands[0], true) ?? NullOn(end.Operands[0], false)) is { } tested && _flags.ContainsKey(tested) ? tested : null;
    }

    private static IrTarget NotNull(IrBlock block) => block.Terminator.Targets[NullOn(block.Terminator.Operands[0], true) is null ? 0 : 1];

    private void Rewrite(List<IrBlock> tests)
    {
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                if (_flags.TryGetValue(block.Instructions[i], out IrInstruction? flag))
                    block.Instructions.Insert(i + 1, Store(flag, IrConstant.I32(0)));
            }

            foreach (IrTarget target in block.Successors.ToList())
                PassFlags(block, target, TestedIn(block) is { } tested && target == NotNull(block) ? tested : null);
        }

        foreach (IrBlock block in tests)
            AskFlag(block);
        _function.Entry.Instructions.InsertRange(0, _flags.Values.SelectMany(static f => new[] { f, Store(f, IrConstant.I32(0)) }));
    }

    // What is there now, and by which names, on the way of an edge.
    private void PassFlags(IrBlock from, IrTarget target, IrValue? found)
    {
        var way = new IrBlock();
        if (found is not null)
            way.Instructions.Add(Store(_flags[found], IrConstant.I32(1)));
        var stores = new List<IrInstruction>();
        for (int i = 0; i < target.Arguments.Count; i++)
        {
            if (!_flags.TryGetValue(target.Block.Parameters[i], out IrInstruction? flag))
                continue;
            IrValue value = IrConstant.I32(_always.Contains(target.Arguments[i]) ? 1 : 0);
            if (_flags.TryGetValue(target.Arguments[i], out IrInstruction? source))
            {
                var load = new IrInstruction(IrOp.Load, IrType.I32, source) { TypeArgument = IrType.I32 };
                way.Instructions.Add(load);
                value = load;
            }

            stores.Add(Store(flag, value));
        }

        way.Instructions.AddRange(stores);
        if (way.Instructions.Count == 0)
            return;
        var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = from.Terminator.Span };
        jump.Targets.Add(new IrTarget(target.Block, target.Arguments.ToArray()));
        way.Instructions.Add(jump);
        _function.Blocks.Add(way);
        target.Block = way;
        target.Arguments.Clear();
    }

    // The number first; the pointer, of which nothing is known where the number is 0, afterwards.
    private void AskFlag(IrBlock block)
    {
        IrInstruction test = block.Terminator;
        IrTarget there = NotNull(block);
        var load = new IrInstruction(IrOp.Load, IrType.I32, _flags[TestedIn(block)!]) { TypeArgument = IrType.I32 };
        var ask = new IrInstruction(IrOp.BrIf, IrType.Void, load) { Span = test.Span };
        var rest = new IrBlock();
        ask.Targets.Add(new IrTarget(there.Block, there.Arguments.ToArray()));
        ask.Targets.Add(new IrTarget(rest));
        block.Instructions.RemoveAt(block.Instructions.Count - 1);
        rest.Instructions.Add(test);
        block.Instructions.Add(load);
        block.Instructions.Add(ask);
        _function.Blocks.Add(rest);
    }

    private static IrInstruction Store(IrInstruction flag, IrValue value) => new(IrOp.Store, IrType.Void, flag, value) { TypeArgument = IrType.I32 };
}
