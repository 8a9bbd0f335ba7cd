using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Where ways through headers of different lengths meet, the verifier would walk what follows once for each length that it knows. It forgets an offset that is made opaque there:
/// all ways become one. What bounds the offset are the guards that come afterwards, or a mask where no packet offset is that large anyway.
/// </summary>
internal sealed class ConvergingOffsets
{
    // Two ways are walked faster than a number is hidden.
    private const int MinStates = 3;
    private const int MaxPacketStep = 0x7fff;

    private readonly Provenance _provenance;
    private readonly ControlFlow _flow;
    private readonly LoopForest _loops;
    private readonly RangeAnalysis _ranges;
    private readonly Dictionary<IrValue, List<IrInstruction>> _users = new();
    private readonly HashSet<IrParameter> _hidden = new();

    private ConvergingOffsets(CompilationContext context, IrFunction function)
    {
        _provenance = new Provenance(function, context.Module.Helpers);
        _flow = new ControlFlow(function);
        _loops = new LoopForest(_flow, new Dominators(_flow));
        _ranges = new RangeAnalysis(function);
        foreach (IrInstruction user in _flow.ReversePostorder.SelectMany(static b => b.Instructions))
        {
            foreach (IrValue value in user.Operands.Concat(user.Targets.SelectMany(static t => t.Arguments)))
            {
                if (!_users.TryGetValue(value, out List<IrInstruction>? list))
                    _users.Add(value, list = new List<IrInstruction>());
                list.Add(user);
            }
        }
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new ConvergingOffsets(context, function);
        foreach (IrBlock block in pass._flow.ReversePostorder.Skip(1))
        {
            foreach (IrParameter parameter in block.Parameters)
            {
                if (parameter.Type != IrType.Ptr && pass.IsWorthIt(block, parameter) && pass.LeadsThroughPacket(parameter))
                    pass._hidden.Add(parameter);
            }
        }

        foreach (IrBlock block in pass._flow.ReversePostorder)
        {
            for (int i = 0; i < block.Parameters.Count; i++)
            {
                if (pass._hidden.Contains(block.Parameters[i]))
                    pass.Hide(block, i);
            }
        }

        return pass._hidden.Count != 0;
    }

    private bool IsWorthIt(IrBlock block, IrParameter parameter)
    {
        int index = block.Parameters.IndexOf(parameter);
        Loop? loop = _loops.Loops.Find(l => l.Head == block);
        // A counter with a constant step tells the verifier when the loop ends.
        return loop is null ? States(parameter, MinStates) >= MinStates && Noise(block, parameter) is not null : loop.BackEdges.Exists(e => IsVariableStep(e.Target.Arguments[index], parameter));
    }

    // The number of values that the verifier tells apart, up to a limit.
    private int States(IrValue value, int limit)
    {
        while (value is IrInstruction instruction && instruction.Op is IrOp.Add or IrOp.ZExt or IrOp.SExt)
            value = instruction.Operands[0];
        if (limit <= 1 || value is not IrParameter parameter || _hidden.Contains(parameter))
            return 1;
        IrBlock? block = _flow.ReversePostorder.FirstOrDefault(b => b.Parameters.Contains(parameter));
        if (block is null || block == _flow.Function.Entry || _loops.Loops.Exists(l => l.Head == block))
            return 1;
        List<IrValue> arguments = Arguments(block, parameter);
        int states = arguments.OfType<IrConstant>().Select(static c => c.Value).Distinct().Count();
        foreach (IrValue argument in arguments.Where(static a => a is not IrConstant).Distinct())
            states += states < limit ? States(argument, limit - states) : 0;
        return states;
    }

    private static bool IsVariableStep(IrValue next, IrParameter parameter)
    {
        while (next is IrInstruction { Op: IrOp.Add } sum)
        {
            if (sum.Operands[1] is not IrConstant)
                return Reaches(sum.Operands[0], parameter) || Reaches(sum.Operands[1], parameter);
            next = sum.Operands[0];
        }

        return next is IrParameter && next != parameter;
    }

    private static bool Reaches(IrValue value, IrParameter parameter)
    {
        while (value is IrInstruction { Op: IrOp.Add or IrOp.ZExt or IrOp.SExt } step)
            value = step.Operands[0];
        return value == parameter;
    }

    // A step through the packet comes of it, and nothing that needs closer bounds.
    private bool LeadsThroughPacket(IrParameter parameter)
    {
        bool leads = false;
        var seen = new HashSet<IrValue> { parameter };
        var work = new Stack<IrValue>(seen);
        while (work.Count != 0)
        {
            IrValue value = work.Pop();
            if (!_users.TryGetValue(value, out List<IrInstruction>? users))
                continue;
            foreach (IrInstruction user in users)
            {
                if (user.Op == IrOp.PtrAdd)
                {
                    if (_provenance.KindOf(user) != PointerKind.Packet)
                        return false;
                    leads = true;
                }
                else if (user.Op is IrOp.Add or IrOp.ZExt or IrOp.SExt)
                {
                    if (seen.Add(user))
                        work.Push(user);
                }
                else if (user.Targets.Count == 0 && !IrOpTable.Get(user.Op).IsPure)
                {
                    return false;
                }

                foreach (IrTarget target in user.Targets)
                {
                    for (int i = 0; i < target.Arguments.Count; i++)
                    {
                        if (target.Arguments[i] == value && seen.Add(target.Block.Parameters[i]))
                            work.Push(target.Block.Parameters[i]);
                    }
                }
            }
        }

        return leads;
    }

    private void Hide(IrBlock block, int index)
    {
        // Before the one way back of a loop: its head is where the verifier compares states.
        if (_loops.Loops.Find(l => l.Head == block) is { BackEdges: { Count: 1 } edges })
        {
            IrBlock latch = edges[0].From;
            edges[0].Target.Arguments[index] = Opaque(latch, latch.Instructions.Count - 1, edges[0].Target.Arguments[index]);
            return;
        }

        IrParameter parameter = block.Parameters[index];
        IrInstruction known = Opaque(block, 0, parameter, Noise(block, parameter));
        foreach (IrInstruction user in _users[parameter])
        {
            Replace(user.Operands, parameter, known);
            foreach (IrTarget target in user.Targets)
                Replace(target.Arguments, parameter, known);
        }
    }

    // Constants whose bytes are swapped stay constants to the verifier: it takes a number that it does not know, best one that is at hand.
    private IrValue? Noise(IrBlock block, IrParameter parameter)
    {
        foreach (IrValue value in block.Instructions.SelectMany(static i => i.Operands).Concat(block.Terminator.Targets.SelectMany(static t => t.Arguments)))
        {
            bool isUnknown = value switch
            {
                IrParameter other => other != parameter && block.Parameters.Contains(other) && Arguments(block, other).TrueForAll(static a => a is IrInstruction),
                IrInstruction instruction => !block.Instructions.Contains(instruction),
                _ => false,
            };
            if (isUnknown && value.Type == parameter.Type && _ranges.Get(value) is { IsConstant: false, UMax: >= byte.MaxValue })
                return value;
        }

        return null;
    }

    private List<IrValue> Arguments(IrBlock block, IrParameter parameter)
    {
        int index = block.Parameters.IndexOf(parameter);
        return _flow.Predecessors(block).Select(e => e.Target.Arguments[index]).ToList();
    }

    private IrInstruction Opaque(IrBlock block, int at, IrValue value, IrValue? noise = null)
    {
        var hidden = new IrInstruction(IrOp.Opaque, value.Type, value, noise ?? new IrConstant(value.Type, 0)) { Span = block.Instructions[at].Span };
        block.Instructions.Insert(at, hidden);
        if (_ranges.Get(value).UMax > MaxPacketStep)
            return hidden;
        var masked = new IrInstruction(IrOp.And, value.Type, hidden, new IrConstant(value.Type, MaxPacketStep)) { Span = hidden.Span };
        block.Instructions.Insert(at + 1, masked);
        return masked;
    }

    private static void Replace(List<IrValue> values, IrValue from, IrValue to)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] == from)
                values[i] = to;
        }
    }
}
