using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Variable steps from one place become one step by their sum: a slice of a slice, a reference that moves on in a loop. The verifier adds up the largest
/// values of all steps, while one comparison of the sum proves what C# has checked step by step; and a number that it may forget lets its states
/// converge where a moving pointer does not.
/// </summary>
internal sealed class PointerOffsets
{
    private readonly IrFunction _function;
    private readonly Provenance _provenance;
    private readonly Dictionary<IrParameter, IrParameter> _offsets = new();
    private readonly Dictionary<IrParameter, IrInstruction> _roots = new();

    private PointerOffsets(CompilationContext context, IrFunction function)
    {
        _function = function;
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    public static bool Run(CompilationContext context, IrFunction function) => new PointerOffsets(context, function).Run();

    private bool Run()
    {
        Dictionary<IrParameter, List<IrValue>> arguments = Arguments();
        foreach (IrParameter parameter in arguments.Keys)
        {
            if (!_roots.ContainsKey(parameter) && Root(parameter) is { } root && Moves(parameter, arguments, _provenance.KindOf(root) == PointerKind.Packet))
                AddWeb(parameter, root, arguments);
        }

        var flow = new ControlFlow(_function);
        foreach (IrParameter parameter in _function.Blocks.SelectMany(static b => b.Parameters).Where(_roots.ContainsKey).ToList())
            _offsets.Add(parameter, new IrParameter(IrType.I64));
        bool changed = _offsets.Count != 0;
        foreach (IrBlock block in flow.ReversePostorder)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                changed |= AddBehind(block, ref i) | CompareOffsets(block, ref i);
                PlaceOperands(block, ref i);
            }
        }

        foreach (IrBlock block in _function.Blocks)
            PassOffsets(block);
        foreach (IrBlock block in _function.Blocks)
            ReplaceParameters(block);
        return changed;
    }

    private Dictionary<IrParameter, List<IrValue>> Arguments()
    {
        var arguments = new Dictionary<IrParameter, List<IrValue>>();
        foreach (IrTarget target in _function.Blocks.SelectMany(static b => b.Successors))
        {
            for (int i = 0; i < target.Arguments.Count; i++)
            {
                if (target.Arguments[i].Type != IrType.Ptr)
                    continue;
                if (!arguments.TryGetValue(target.Block.Parameters[i], out List<IrValue>? list))
                    arguments.Add(target.Block.Parameters[i], list = new List<IrValue>());
                list.Add(target.Arguments[i]);
            }
        }

        return arguments;
    }

    // The one value that all ways bring, with steps from it; null where there are several.
    private IrInstruction? Root(IrValue pointer)
    {
        List<IrValue> origins = _provenance.Origins(pointer);
        return origins.Count == 1 && origins[0] is IrInstruction root && _provenance.KindOf(root) is PointerKind.Stack or PointerKind.Global or PointerKind.MapValue or PointerKind.Packet ? root : null;
    }

    // By a variable step, or each time that a loop goes round. (Checks of the packet count from the parameter: a constant step may stay in it.)
    private static bool Moves(IrParameter parameter, Dictionary<IrParameter, List<IrValue>> arguments, bool packet)
    {
        var seen = new HashSet<IrParameter>();
        var work = new Stack<IrParameter>();
        work.Push(parameter);
        while (work.Count != 0)
        {
            foreach (IrValue argument in arguments[work.Pop()])
            {
                IrValue value = argument;
                for (; value is IrInstruction { Op: IrOp.PtrAdd } step; value = step.Operands[0])
                {
                    if (step.Operands[1] is not IrConstant || !packet)
                        return true;
                }

                if (value is not IrParameter from)
                    continue;
                if (from == parameter && argument != parameter)
                    return true;
                if (seen.Add(from))
                    work.Push(from);
            }
        }

        return false;
    }

    private void AddWeb(IrParameter parameter, IrInstruction root, Dictionary<IrParameter, List<IrValue>> arguments)
    {
        var work = new Stack<IrParameter>();
        work.Push(parameter);
        while (work.Count != 0)
        {
            IrParameter next = work.Pop();
            if (_roots.ContainsKey(next))
                continue;
            _roots.Add(next, root);
            foreach (IrValue argument in arguments[next])
            {
                if (PointerBase(argument) is IrParameter from)
                    work.Push(from);
            }
        }
    }

    // A step behind another variable one: root + (what came before + distance) + constants.
    private bool AddBehind(IrBlock block, ref int index)
    {
        IrInstruction step = block.Instructions[index];
        if (step.Op != IrOp.PtrAdd || step.Operands[1] is IrConstant || !TryGetVariable(step.Operands[0], out IrValue root, out IrValue before, out long constant))
            return false;
        var sum = new IrInstruction(IrOp.Add, IrType.I64, before, step.Operands[1]) { Span = step.Span };
        block.Instructions.Insert(index++, sum);
        if (constant < 0)
        {
            // The place that is stepped from must not lie before the root.
            sum = new IrInstruction(IrOp.Add, IrType.I64, sum, IrConstant.I64(constant)) { Span = step.Span };
            block.Instructions.Insert(index++, sum);
            constant = 0;
        }

        var moved = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, root, sum) { Span = step.Span };
        block.Instructions.Insert(index++, moved);
        step.Operands[0] = moved;
        step.Operands[1] = IrConstant.I64(constant);
        return true;
    }

    // Two places in the same memory: their distances from its start are compared, or subtracted, which the verifier can follow.
    private bool CompareOffsets(IrBlock block, ref int index)
    {
        IrInstruction user = block.Instructions[index];
        if (!(IrCompare.IsCompare(user.Op) || user.Op == IrOp.PtrDiff) || user.Operands[0].Type != IrType.Ptr || RootOf(user.Operands[0]) is not { } root || root != RootOf(user.Operands[1]))
            return false;
        for (int i = 0; i < user.Operands.Count; i++)
        {
            int before = block.Instructions.Count;
            user.Operands[i] = Offset(block, user.Operands[i], index);
            index += block.Instructions.Count - before;
        }

        user.Op = user.Op switch { IrOp.LtU => IrOp.LtS, IrOp.LeU => IrOp.LeS, IrOp.PtrDiff => IrOp.Sub, _ => user.Op };
        return true;
    }

    private IrValue? RootOf(IrValue pointer)
    {
        if (TryGetVariable(pointer, out IrValue root, out _, out _))
            return root;
        return pointer.Type == IrType.Ptr && PointerParts.Of(pointer).Base is var start and not IrConstant and not IrInstruction { Op: IrOp.PtrAdd } ? start : null;
    }

    // Where a parameter is used as a pointer, it is made from its offset, right there: until then only a number is carried along.
    private void PlaceOperands(IrBlock block, ref int index)
    {
        IrInstruction user = block.Instructions[index];
        for (int i = 0; i < user.Operands.Count; i++)
        {
            if (Place(user.Operands[i], user) is { } pointer)
            {
                user.Operands[i] = pointer;
                if (pointer.Op == IrOp.PtrAdd)
                    block.Instructions.Insert(index++, pointer);
            }
        }

        foreach (IrTarget target in user.Targets)
        {
            for (int i = 0; i < target.Arguments.Count; i++)
            {
                if (_offsets.ContainsKey(target.Block.Parameters[i]) || Place(target.Arguments[i], user) is not { } pointer)
                    continue;
                target.Arguments[i] = pointer;
                block.Instructions.Insert(index++, pointer);
            }
        }
    }

    private IrInstruction? Place(IrValue value, IrInstruction user)
    {
        if (value is not IrParameter parameter || !_offsets.TryGetValue(parameter, out IrParameter? offset))
            return null;
        // Whether a value was found does not depend on the place in it.
        return IrCompare.IsCompare(user.Op) && user.Operands[1] is IrConstant ? _roots[parameter]
            : new IrInstruction(IrOp.PtrAdd, IrType.Ptr, _roots[parameter], offset) { Span = user.Span };
    }

    // The pointer as root + variable distance + constant; false where the distance is constant.
    private bool TryGetVariable(IrValue pointer, out IrValue root, out IrValue distance, out long constant)
    {
        PointerParts parts = PointerParts.Of(pointer);
        constant = parts.Offset;
        root = null!;
        distance = null!;
        if (parts.Base is IrParameter parameter && _offsets.TryGetValue(parameter, out IrParameter? offset))
        {
            root = _roots[parameter];
            distance = offset;
            return true;
        }

        if (parts.Base is not IrInstruction { Op: IrOp.PtrAdd } step)
            return false;
        PointerParts before = PointerParts.Of(step.Operands[0]);
        if (before.Base is IrInstruction { Op: IrOp.PtrAdd })
            return false;
        root = before.Base;
        distance = step.Operands[1];
        constant += before.Offset;
        return true;
    }

    private void PassOffsets(IrBlock block)
    {
        foreach (IrTarget target in block.Terminator.Targets)
        {
            for (int i = 0; i < target.Arguments.Count; i++)
            {
                if (_offsets.ContainsKey(target.Block.Parameters[i]))
                    target.Arguments[i] = Offset(block, target.Arguments[i], block.Instructions.Count - 1);
            }
        }
    }

    private void ReplaceParameters(IrBlock block)
    {
        for (int i = 0; i < block.Parameters.Count; i++)
        {
            if (_offsets.TryGetValue(block.Parameters[i], out IrParameter? offset))
                block.Parameters[i] = offset;
        }
    }

    // The pointer's distance from its root; computed before the instruction at the index where it is a sum.
    private IrValue Offset(IrBlock block, IrValue pointer, int index)
    {
        if (!TryGetVariable(pointer, out _, out IrValue distance, out long constant))
            return IrConstant.I64(constant);
        if (constant == 0)
            return distance;
        var sum = new IrInstruction(IrOp.Add, IrType.I64, distance, IrConstant.I64(constant)) { Span = block.Instructions[index].Span };
        block.Instructions.Insert(index, sum);
        return sum;
    }

    private static IrValue PointerBase(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } step)
            pointer = step.Operands[0];
        return pointer;
    }
}
